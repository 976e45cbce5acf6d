package masked_test

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	masked "example/websocket/exercises/05c-a-masked-frame"
	"example/websocket/exercises/internal/check"
)

//go:embed masked.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestMaskedFrames(t *testing.T) {
	check.Run(t, check.File{Name: "masked.go", Yours: yours, Stub: stub}, append(sending(), append(keys(), opening()...)...)...)
}

func sending() []check.Case {
	return []check.Case{
		{
			Name: "hello", Section: "RFC 6455 §5.2, §5.3",
			Says: `WriteFrame(Text, "Hello") sends 81 85, four bytes of key, and "Hello" masked with them.`,
			Run: func(t *check.T) {
				sends(t, masked.Text, []byte("Hello"))
			},
		},
		{
			Name: "lengths", Section: "RFC 6455 §5.2",
			Says: "Binary payloads of 0, 125, 126, 65535 and 65536 bytes go out in frames of 6, 131, 134, 65543 and 65550 bytes.",
			Run: func(t *check.T) {
				for _, n := range []int{0, 125, 126, 65535, 65536} {
					sends(t, masked.Binary, bytes.Repeat([]byte("x"), n))
				}
			},
		},
		{
			Name: "one-write",
			Says: "Each frame goes out in a single Write.",
			Run: func(t *check.T) {
				c := new(connection)
				write(t, &masked.Client{W: c}, c, masked.Text, []byte("Hello"))
				if c.writes != 1 {
					t.Wrong(fmt.Sprintf("%d calls of Write", c.writes), "1")
				}
			},
		},
		{
			Name: "payload-is-the-callers",
			Says: "The caller's payload is afterwards what it was.",
			Run: func(t *check.T) {
				payload := []byte("Hello")
				t.Call("WriteFrame(Text, %q)", payload)
				(&masked.Client{W: new(connection)}).WriteFrame(masked.Text, payload)
				if string(payload) != "Hello" {
					t.Wrong("other bytes in the caller's slice", `"Hello", as before`)
				}
			},
		},
		{
			Name: "error",
			Says: "If the Write fails, WriteFrame returns its error.",
			Run: func(t *check.T) {
				gone := errors.New("the connection is gone")
				t.Call(`WriteFrame(Text, "Hello") to a connection that is gone`)
				err := (&masked.Client{W: &connection{err: gone}}).WriteFrame(masked.Text, []byte("Hello"))
				if !errors.Is(err, gone) {
					t.Wrong(say(err), say(gone))
				}
			},
		},
	}
}

func keys() []check.Case {
	const draws = 32
	return []check.Case{
		{
			Name: "new-in-each-frame", Section: "RFC 6455 §5.3",
			Says: "32 frames of one connection have 32 different keys. (Two alike are forgiven: that is chance, once in nine million runs.)",
			Run: func(t *check.T) {
				differ(t, draw(t, 1, draws), "32 frames of one connection")
			},
		},
		{
			Name: "new-in-each-connection", Section: "RFC 6455 §5.3",
			Says: "The first frames of 32 connections have 32 different keys. (Two alike are forgiven here, too.)",
			Run: func(t *check.T) {
				differ(t, draw(t, draws, 1), "the first frames of 32 connections")
			},
		},
		{
			Name: "no-steps", Section: "RFC 6455 §5.3",
			Says: "The keys of 32 frames do not go up or down in equal steps, read as numbers in either byte order.",
			Run: func(t *check.T) {
				steps(t, draw(t, 1, draws))
			},
		},
		{
			Name: "every-byte", Section: "RFC 6455 §5.3",
			Says: "In 1024 frames each of the key's four bytes takes more than 200 of its 256 values.",
			Run: func(t *check.T) {
				spread(t, draw(t, 1, 1024))
			},
		},
		{
			Name: "no-math-rand", Section: "RFC 6455 §10.3",
			Says: "Your file imports neither math/rand nor math/rand/v2, which do not promise that nobody can foresee their numbers.",
			Run: func(t *check.T) {
				file, err := parser.ParseFile(token.NewFileSet(), "masked.go", yours, parser.ImportsOnly)
				if err != nil {
					t.Fatal(err)
				}
				t.Call("the imports of masked.go")
				for _, i := range file.Imports {
					if strings.HasPrefix(i.Path.Value, `"math/rand`) {
						t.Wrong("an import of "+i.Path.Value, "keys from crypto/rand")
					}
				}
			},
		},
	}
}

// A connection records what is written to it, or fails with err.
type connection struct {
	bytes.Buffer
	writes int
	err    error
}

func (c *connection) Write(b []byte) (int, error) {
	c.writes++
	if c.err != nil {
		return 0, c.err
	}
	return c.Buffer.Write(b)
}

// write has the learner write a frame, and returns what was written.
func write(t *check.T, client *masked.Client, c *connection, op masked.Opcode, payload []byte) (wire []byte) {
	call := fmt.Sprintf("WriteFrame(%v, %d bytes)", op, len(payload))
	if len(payload) < 10 {
		call = fmt.Sprintf("WriteFrame(%v, %q)", op, payload)
	}
	t.Call("%s", call)
	if err := client.WriteFrame(op, bytes.Clone(payload)); err != nil {
		t.Wrong(say(err), "no error")
	}
	wire = bytes.Clone(c.Bytes())
	c.Reset()
	if len(wire) == 0 {
		t.Wrong("nothing was written", "a frame")
	}
	return wire
}

func say(err error) string {
	if err == nil {
		return "no error"
	}
	return fmt.Sprintf("the error %q", err)
}

// keyOf returns the key that stands in a frame.
func keyOf(t *check.T, wire []byte) [4]byte {
	h, _ := frame.Parse(wire)
	if !h.Masked {
		t.Wrong(fmt.Sprintf("% x, where MASK is 0", wire[:min(len(wire), 16)]), "a frame with MASK 1 and a key")
	}
	return h.Key
}

// sends fails unless the frame is the right one for the key that stands in it.
func sends(t *check.T, op masked.Opcode, payload []byte) {
	c := new(connection)
	wire := write(t, &masked.Client{W: c}, c, op, payload)
	h := frame.Header{Fin: true, Opcode: op, Masked: true, Length: uint64(len(payload)), Key: keyOf(t, wire)}
	want := append(h.Append(nil), payload...)
	mask.XOR(want[len(want)-len(payload):], h.Key, 0)
	t.Frames(wire, want)
}

// draw returns the keys of so many frames of so many connections.
func draw(t *check.T, connections, frames int) (keys [][4]byte) {
	for range connections {
		c := new(connection)
		client := &masked.Client{W: c}
		for range frames {
			keys = append(keys, keyOf(t, write(t, client, c, masked.Text, []byte("Hello"))))
		}
	}
	return keys
}
