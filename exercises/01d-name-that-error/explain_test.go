package socket_test

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"testing"
	"time"

	socket "example/websocket/exercises/01d-name-that-error"
	"example/websocket/exercises/internal/check"
)

//go:embed explain.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestExplain(t *testing.T) {
	check.Run(t, check.File{Name: "explain.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "refused",
			Says: `A dial to a port on which nobody listens: "refused".`,
			Run:  func(t *check.T) { explains(t, refused(t), "refused") },
		},
		check.Case{
			Name: "timed-out",
			Says: `A read whose deadline has passed: "timed out".`,
			Run:  func(t *check.T) { explains(t, late(t), "timed out") },
		},
		check.Case{
			Name: "other-timeouts",
			Says: `A dial, and a context, whose deadline has passed: "timed out". Take them by their method Timeout, which returns true.`,
			Run: func(t *check.T) {
				past := time.Unix(1, 0)
				_, err := (&net.Dialer{Deadline: past}).Dial("tcp", listen(t).Addr().String())
				explains(t, err, "timed out")
				ctx, cancel := context.WithDeadline(t.Context(), past)
				defer cancel()
				explains(t, ctx.Err(), "timed out")
			},
		},
		check.Case{
			Name: "name-too-late",
			Says: `A name server that has not answered in time (a *net.DNSError): "timed out". Its method Timeout returns true.`,
			Run: func(t *check.T) {
				explains(t, &net.DNSError{Err: "no answer", Name: "example.com", IsTimeout: true}, "timed out")
			},
		},
		check.Case{
			Name: "only-a-method",
			Says: `An error of the check's own, with a method Timeout that returns true, and no other but Error: "timed out".`,
			Run:  func(t *check.T) { explains(t, asleep{}, "timed out") },
		},
		check.Case{
			Name: "reset", Section: "RFC 9293 §3.5.2",
			Says: `A read after the other end has sent a reset: "reset".`,
			Run:  func(t *check.T) { explains(t, reset(t), "reset") },
		},
		check.Case{
			Name: "reset-by-other-names",
			Says: `A write when the reset is known already (BrokenPipe on Unix), and a connection that was gone when it was accepted (Aborted): "reset".`,
			Run: func(t *check.T) {
				client, server := connect(t)
				server.SetLinger(0)
				server.Close()
				read(client)
				explains(t, write(client), "reset")
				explains(t, &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept", socket.Aborted)}, "reset")
			},
		},
		check.Case{
			Name: "closed",
			Says: `A read, a write and an Accept after we have closed: "closed".`,
			Run: func(t *check.T) {
				explains(t, closed(t), "closed")
				client, _ := connect(t)
				client.Close()
				explains(t, write(client), "closed")
				l := listen(t)
				l.Close()
				_, err := l.Accept()
				explains(t, err, "closed")
			},
		},
		check.Case{
			Name: "closed-pipe",
			Says: `A read from a net.Pipe, a connection inside of one program, that we have closed: io.ErrClosedPipe is "closed", too.`,
			Run: func(t *check.T) {
				near, far := net.Pipe()
				defer far.Close()
				near.Close()
				explains(t, read(near), "closed")
			},
		},
		check.Case{
			Name: "ended",
			Says: `A read after the other end has closed: io.EOF is "ended".`,
			Run:  func(t *check.T) { explains(t, ended(t), "ended") },
		},
		check.Case{
			Name: "ended-early",
			Says: `Five bytes are wanted, and the other end closes after three: io.ErrUnexpectedEOF is "ended", too.`,
			Run: func(t *check.T) {
				client, server := connect(t)
				io.WriteString(server, "Hel")
				server.Close()
				_, err := io.ReadFull(client, make([]byte, 5))
				explains(t, err, "ended")
			},
		},
		check.Case{
			Name: "wrapped",
			Says: `Each of the five, wrapped once more by fmt.Errorf("the handshake: %w", err), or put beside another error by errors.Join: the same word.`,
			Run: func(t *check.T) {
				for _, c := range five(t) {
					explains(t, fmt.Errorf("the handshake: %w", c.err), c.word)
					explains(t, errors.Join(errors.New("something else"), c.err), c.word)
				}
			},
		},
		check.Case{
			Name: "in-another-language",
			Says: `Each of the five, with a text in another language: the same word.`,
			Run: func(t *check.T) {
				for _, c := range five(t) {
					explains(t, translated{c.err}, c.word)
				}
			},
		},
		check.Case{
			Name: "only-the-text",
			Says: `errors.New("connection refused"), and four more that only read like one of the five: "".`,
			Run: func(t *check.T) {
				for _, text := range []string{"connection refused", "i/o timeout", "connection reset by peer", "use of closed network connection", "EOF"} {
					explains(t, errors.New(text), "")
				}
			},
		},
		check.Case{
			Name: "others",
			Says: `Other errors, such as context.Canceled, os.ErrNotExist, an address without a port, a second listener on a port that is in use: "".`,
			Run: func(t *check.T) {
				explains(t, context.Canceled, "")
				explains(t, os.ErrNotExist, "")
				_, _, err := net.SplitHostPort("127.0.0.1")
				explains(t, err, "")
				_, err = net.Listen("tcp", listen(t).Addr().String())
				explains(t, err, "")
			},
		},
		check.Case{
			Name: "nil",
			Says: `No error at all, nil: "".`,
			Run: func(t *check.T) {
				t.Call("Explain(nil)")
				t.Equal(socket.Explain(nil), "")
			},
		},
	)
}

// explains holds that Explain finds the word for err.
func explains(t *check.T, err error, word string) {
	if err == nil {
		t.Fatal("no error where there should be one")
	}
	t.Call("Explain(err), where err is a %T:\n%v", err, err)
	t.Equal(socket.Explain(err), word)
}

// asleep is an error of which only its method says what it is.
type asleep struct{}

func (asleep) Error() string { return "the other end has fallen asleep" }
func (asleep) Timeout() bool { return true }

// translated is an error that a system in another language might give.
type translated struct{ error }

func (translated) Error() string   { return "das ging nicht gut" }
func (e translated) Unwrap() error { return e.error }
