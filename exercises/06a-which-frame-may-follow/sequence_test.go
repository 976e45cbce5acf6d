package websocket_test

import (
	_ "embed"
	"testing"

	"example/websocket/04-frames/frame"
	"example/websocket/exercises/internal/check"
)

//go:embed sequence.go
var yours string

//go:embed testdata/stub.go
var stub string

const fragment, last = false, true // what FIN says

func TestSequence(t *testing.T) {
	check.Run(t, check.File{Name: "sequence.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "whole-messages", Section: "RFC 6455 §5.4",
			Says: "A text, a binary and a text frame, each with FIN 1, pass one after the other.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, last, 5), send(frame.Binary, last, 5), send(frame.Text, last, 5))
			},
		},
		check.Case{
			Name: "in-pieces", Section: "RFC 6455 §5.4",
			Says: "A message of three frames passes, and behind it a new text.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, fragment, 3), send(frame.Continuation, fragment, 1), send(frame.Continuation, last, 1),
					send(frame.Text, last, 5))
			},
		},
		check.Case{
			Name: "nothing-to-continue", Section: "RFC 6455 §5.4",
			Says: "A continuation is refused with 1002 at the beginning of a connection.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Continuation, last, 2).refused(frame.ProtocolError))
			},
		},
		check.Case{
			Name: "nothing-left-to-continue", Section: "RFC 6455 §5.4",
			Says: "A continuation is refused with 1002 behind a text of two frames that has ended.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, fragment, 3), send(frame.Continuation, last, 2),
					send(frame.Continuation, last, 2).refused(frame.ProtocolError))
			},
		},
		check.Case{
			Name: "text-inside", Section: "RFC 6455 §5.4",
			Says: "Inside a binary message, behind its first frame and behind a continuation, a text is refused with 1002, whether its FIN is 0 or 1.",
			Run: func(t *check.T) {
				for _, fin := range []bool{fragment, last} {
					play(t, limits, send(frame.Binary, fragment, 3), send(frame.Text, fin, 5).refused(frame.ProtocolError))
					play(t, limits, send(frame.Binary, fragment, 3), send(frame.Continuation, fragment, 3),
						send(frame.Text, fin, 5).refused(frame.ProtocolError))
				}
			},
		},
		check.Case{
			Name: "ping-inside", Section: "RFC 6455 §5.4",
			Says: "A ping and a pong between the two frames of a message pass, and so does the second frame.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, fragment, 3), send(frame.Ping, last, 4), send(frame.Pong, last, 4), send(frame.Continuation, last, 2))
			},
		},
		check.Case{
			Name: "ping-between", Section: "RFC 6455 §5.4",
			Says: "A ping between two messages opens none: a continuation behind it is refused with 1002.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, last, 5), send(frame.Ping, last, 4), send(frame.Continuation, last, 2).refused(frame.ProtocolError))
			},
		},
		check.Case{
			Name: "what-kind-of-message", Section: "RFC 6455 §5.4",
			Says: "op is Text after each frame of a text in three frames with a ping inside, and Binary after a binary that follows.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, fragment, 3).is(frame.Text), send(frame.Continuation, fragment, 1).is(frame.Text),
					send(frame.Ping, last, 4).is(frame.Text), send(frame.Continuation, last, 1).is(frame.Text), send(frame.Binary, last, 5).is(frame.Binary))
			},
		},
		check.Case{
			Name: "bytes-of-a-message", Section: "RFC 6455 §10.4",
			Says: "With a limit of 10 bytes, frames of 4, 4 and 2 bytes make a message; of 4, 4 and 3, the last is refused with 1009.",
			Run: func(t *check.T) {
				play(t, ten, send(frame.Text, fragment, 4), send(frame.Continuation, fragment, 4), send(frame.Continuation, last, 2))
				play(t, ten, send(frame.Text, fragment, 4), send(frame.Continuation, fragment, 4),
					send(frame.Continuation, last, 3).refused(frame.MessageTooBig))
			},
		},
		check.Case{
			Name: "bytes-of-control-frames", Section: "RFC 6455 §5.4",
			Says: "With a limit of 10 bytes, a ping of 125 passes inside a message, of which it is no part: 4 bytes before and 6 behind it pass.",
			Run: func(t *check.T) {
				play(t, ten, send(frame.Text, fragment, 4), send(frame.Ping, last, 125), send(frame.Continuation, last, 6))
			},
		},
		check.Case{
			Name: "bytes-begin-anew", Section: "RFC 6455 §10.4",
			Says: "With a limit of 10 bytes, a message of 4 and 6 bytes passes three times.",
			Run: func(t *check.T) {
				a, b := send(frame.Text, fragment, 4), send(frame.Continuation, last, 6)
				play(t, ten, a, b, a, b, a, b)
			},
		},
		check.Case{
			Name: "ten-thousand-frames", Section: "RFC 6455 §10.4",
			Says: "With maxFrames 10000, a text and 9999 empty continuations pass, and the next is refused with 1009.",
			Run: func(t *check.T) {
				play(t, limits, send(frame.Text, fragment, 5), send(frame.Continuation, fragment, 0).times(9999),
					send(frame.Continuation, fragment, 0).refused(frame.MessageTooBig))
			},
		},
		check.Case{
			Name: "frames-begin-anew", Section: "RFC 6455 §10.4",
			Says: "With maxFrames 2, a message of two frames with three pings inside passes twice.",
			Run: func(t *check.T) {
				two := bounds{bytes: 1 << 20, frames: 2}
				a, ping, b := send(frame.Text, fragment, 4), send(frame.Ping, last, 4).times(3), send(frame.Continuation, last, 6)
				play(t, two, a, ping, b, a, ping, b)
			},
		},
		check.Case{
			Name: "rules-keeps-the-rest", Section: "RFC 6455 §5.4",
			Says: "Rules leaves From, Rsv and Limit as they are, and gives the same however often it is called.",
			Run:  rulesKeepsTheRest,
		},
	)
}
