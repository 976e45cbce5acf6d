package message_test

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	message "example/websocket/exercises/02b-invent-a-message"
	"example/websocket/exercises/internal/check"
)

//go:embed message.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestMessages(t *testing.T) {
	cases := slices.Concat(writing, reading, judging, ending)
	check.Run(t, check.File{Name: "message.go", Yours: yours, Stub: stub}, cases...)
}

var writing = []check.Case{
	{
		Name: "hello",
		Says: `WriteMsg(w, "Hello") writes 00 05 48 65 6c 6c 6f.`,
		Run: func(t *check.T) {
			t.Call(`WriteMsg(w, "Hello")`)
			t.Bytes(written(t, []byte("Hello")), []byte("\x00\x05Hello"))
		},
	},
	{
		Name: "nothing-to-say",
		Says: "An empty message is written as 00 00.",
		Run: func(t *check.T) {
			t.Call("WriteMsg(w, nil)")
			t.Bytes(written(t, nil), []byte{0, 0})
		},
	},
	{
		Name: "high-byte-first",
		Says: "A message of 300 bytes begins with 01 2c.",
		Run: func(t *check.T) {
			t.Call("WriteMsg(w, p), where p has 300 bytes")
			got := written(t, make([]byte, 300))
			t.Equal(got[:min(2, len(got))], []byte{0x01, 0x2c})
		},
	},
	{
		Name: "every-byte-written",
		Says: "A message may hold every byte there is: one of 256 bytes, 00 to ff, is written as 01 00, and then these bytes, unchanged.",
		Run: func(t *check.T) {
			t.Call("WriteMsg(w, p), where p is 00 01 02 … fe ff")
			t.Bytes(written(t, every), append([]byte{0x01, 0x00}, every...))
		},
	},
	{
		Name: "one-write",
		Says: "WriteMsg calls w.Write exactly once: for a message of 5 bytes, for an empty one, and for one of 65535.",
		Run: func(t *check.T) {
			for _, n := range []int{5, 0, 65535} {
				t.Call("WriteMsg(w, p), where p has %d bytes", n)
				var w recorder
				message.WriteMsg(&w, make([]byte, n))
				if w.writes != 1 {
					t.Wrong(fmt.Sprintf("%d calls of w.Write, for %d bytes", w.writes, n), "1 call")
				}
			}
		},
	},
	{
		Name: "eight-writers",
		Says: "Eight goroutines send a hundred messages each to one w, which takes one Write at a time: all 800 come out whole, those of each goroutine in its order.",
		Run:  eightWriters,
	},
	{
		Name: "longest",
		Says: "A message of 65535 bytes can be written: ff ff, and then the bytes.",
		Run: func(t *check.T) {
			t.Call("WriteMsg(w, p), where p has 65535 bytes")
			got := written(t, make([]byte, 65535))
			t.Equal(got[:min(2, len(got))], []byte{0xff, 0xff})
			t.Equal(len(got), 2+65535)
		},
	},
	{
		Name: "too-long",
		Says: "A message of 65536 bytes is an error of WriteMsg, and w.Write is not called.",
		Run: func(t *check.T) {
			t.Call("WriteMsg(w, p), where p has 65536 bytes")
			var w recorder
			err := message.WriteMsg(&w, make([]byte, 65536))
			if w.writes > 0 || err == nil {
				t.Wrong(fmt.Sprintf("%s; calls of w.Write: %d", say(err), w.writes), "an error; calls of w.Write: 0")
			}
		},
	},
	{
		Name: "write-fails",
		Says: "When w.Write returns an error, WriteMsg returns it.",
		Run: func(t *check.T) {
			t.Call(`WriteMsg(w, "Hello"), where w.Write returns an error`)
			if err := message.WriteMsg(&recorder{err: errCut}, []byte("Hello")); !errors.Is(err, errCut) {
				t.Wrong(say(err), say(errCut))
			}
		},
	},
}

// every is each byte that there is, once.
var every = func() []byte {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}()

// A recorder takes what is written, unless it has an error to return.
type recorder struct {
	bytes  []byte
	writes int
	err    error
}

func (r *recorder) Write(p []byte) (int, error) {
	r.writes++
	if r.err != nil {
		return 0, r.err
	}
	r.bytes = append(r.bytes, p...)
	return len(p), nil
}

// written returns what WriteMsg writes.
func written(t *check.T, p []byte) []byte {
	var w recorder
	if err := message.WriteMsg(&w, p); err != nil {
		t.Wrong(say(err), "no error")
	}
	return w.bytes
}

var errCut = errors.New("the cable is cut")

// say says which error it is, in words that are the same for everybody's.
func say(err error) string {
	switch {
	case err == nil:
		return "no error"
	case errors.Is(err, io.EOF):
		return "io.EOF"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "io.ErrUnexpectedEOF"
	case errors.Is(err, errCut):
		return fmt.Sprintf("the error %q", errCut)
	}
	return "another error"
}
