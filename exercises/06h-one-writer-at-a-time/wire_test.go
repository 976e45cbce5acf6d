package wire_test

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	wire "example/websocket/exercises/06h-one-writer-at-a-time"
	"example/websocket/exercises/internal/check"
)

//go:embed wire.go
var yours string

//go:embed testdata/stub.go
var stub string

const fifty = "50 goroutines: 20 times Message each"

func TestWire(t *testing.T) {
	check.Run(t, check.File{Name: "wire.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "one-writer", Section: "RFC 6455 §5.2",
			Says: "From one goroutine, messages of 0, 5, 125, 126 and 65,536 bytes and a ping leave as the frames that chapter 04 makes of them.",
			Run: func(t *check.T) {
				for _, n := range []int{0, 5, 125, 126, 65536} {
					var out bytes.Buffer
					payload := []byte(strings.Repeat("x", n))
					t.Call("Message(Binary, %d bytes)", n)
					wire.New(&out).Message(frame.Binary, payload)
					t.Frames(out.Bytes(), frame.Append(nil, frame.Binary, payload))
				}
				var out bytes.Buffer
				t.Call("Ping(%q)", "hb-1")
				wire.New(&out).Ping([]byte("hb-1"))
				t.Frames(out.Bytes(), frame.Append(nil, frame.Ping, []byte("hb-1")))
			},
		},
		check.Case{
			Name: "one-write-at-a-time", Section: "RFC 6455 §5.4",
			Says: "While fifty goroutines send twenty messages each, no Write begins before the one before has returned.",
			Run: func(t *check.T) {
				var s stream
				t.Call(fifty)
				together(wire.New(&s), group(50, messages))
				alone(t, &s)
			},
		},
		check.Case{
			Name: "whole-frames", Section: "RFC 6455 §5.4",
			Says: "Their thousand frames stand in the stream whole, one behind the other, those of each goroutine in its order.",
			Run: func(t *check.T) {
				var s stream
				t.Call(fifty)
				writers := group(50, messages)
				together(wire.New(&s), writers)
				intact(t, fifty, &s, writers)
			},
		},
		check.Case{
			Name: "pings", Section: "RFC 6455 §5.5",
			Says: "With twenty-five goroutines that send messages and twenty-five that ping, both hold as well: a ping stands between two frames, and never in one.",
			Run: func(t *check.T) {
				const what = "25 goroutines: Message, 25: Ping"
				var s stream
				t.Call(what)
				writers := slices.Concat(group(25, messages), group(25, pings))
				together(wire.New(&s), writers)
				intact(t, what, &s, writers)
				alone(t, &s)
			},
		},
		check.Case{
			Name: "returns-when-written",
			Says: "Message and Ping do not return while Write has not, and leave no goroutine behind.",
			Run: func(t *check.T) {
				t.Bubble(func(t *check.T) {
					returns(t, "Message", func(w *wire.Wire) { w.Message(frame.Text, []byte("Hello")) })
					returns(t, "Ping", func(w *wire.Wire) { w.Ping(nil) })
				})
			},
		},
		check.Case{
			Name: "after-a-failure", Section: "RFC 6455 §7.1.7", Limit: 2 * time.Second,
			Says: "When Write fails after four bytes of a frame, Message returns that error; every call after that returns an error too, and writes nothing, though the connection would take it.",
			Run:  failure,
		},
		check.Case{
			Name: "those-who-wait", Section: "RFC 6455 §7.1.7",
			Says: "When the hundredth Write fails while fifty goroutines send twenty messages each, no Write follows it: not of those either who have been waiting meanwhile.",
			Run: func(t *check.T) {
				s := stream{fails: 100}
				t.Call(fifty + "; the 100th Write fails")
				together(wire.New(&s), group(50, messages))
				alone(t, &s)
				if s.writes > s.fails {
					t.Wrong("a Write after the one that failed", "none")
				}
			},
		},
		check.Case{
			Name: "another-connection", Limit: 2 * time.Second,
			Says: "While one Wire waits for a Write that does not return, another Wire, of another connection, sends.",
			Run: func(t *check.T) {
				out, held := make(stuck), make(chan struct{})
				go wire.New(holding{out, held}).Message(frame.Text, []byte("Hello"))
				<-held
				defer close(out)
				var other bytes.Buffer
				t.Call("a.Message, whose Write waits; b.Message(Text, %q)", "Hello")
				wire.New(&other).Message(frame.Text, []byte("Hello"))
				t.Frames(other.Bytes(), frame.Append(nil, frame.Text, []byte("Hello")))
			},
		},
	)
}

// holding says when a Write to a stuck connection has begun.
type holding struct {
	stuck
	held chan struct{}
}

func (h holding) Write(p []byte) (int, error) {
	select {
	case <-h.held: // has been said
	default:
		close(h.held)
	}
	return h.stuck.Write(p)
}

func group(n int, frames func(int) []sent) (all [][]sent) {
	for i := range n {
		all = append(all, frames(i))
	}
	return all
}

// returns wants a call not to return while the connection is stuck.
func returns(t *check.T, name string, call func(*wire.Wire)) {
	t.Call("%s, whose Write waits", name)
	out, done := make(stuck), make(chan struct{})
	go func() {
		defer close(done)
		call(wire.New(out))
	}()
	synctest.Wait()
	select {
	case <-done:
		close(out)
		t.Wrong("it has returned", "it waits")
	default:
	}
	close(out)
	<-done
}

func failure(t *check.T) {
	out := &breaking{left: 4}
	w := wire.New(out)
	t.Call("Message(Text, %q), whose Write fails", "Hello")
	if err := w.Message(frame.Text, []byte("Hello")); !errors.Is(err, errBroken) {
		t.Wrong(fmt.Sprintf("error %v", err), fmt.Sprintf("error %v", errBroken))
	}
	for _, again := range []struct {
		name string
		call func() error
	}{
		{"Message", func() error { return w.Message(frame.Text, []byte("again")) }},
		{"Ping", func() error { return w.Ping([]byte("again")) }},
	} {
		t.Call("Message, whose Write fails; %s", again.name)
		if again.call() == nil {
			t.Wrong("no error", "an error")
		}
		t.Bytes(out.took, []byte("\x81\x05He"))
	}
}
