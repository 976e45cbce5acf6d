package handover_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

const request = "GET /chat HTTP/1.1\r\n" +
	"Host: chat.example\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"\r\n"

const response = "HTTP/1.1 101 Switching Protocols\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
	"\r\n"

// longRequest is the request with a cookie that makes it 6,000 bytes.
func longRequest() string {
	start := strings.TrimSuffix(request, "\r\n") + "Cookie: "
	return start + strings.Repeat("x", 6000-len(start)-len("\r\n\r\n")) + "\r\n\r\n"
}

// errWaits is what a Read returns that on a real connection would wait for ever.
var errWaits = errors.New("this Read never returns")

// reads returns a reader that gives one piece a Read, and then waits for ever.
func reads(pieces ...string) io.Reader {
	var all []io.Reader
	for _, piece := range pieces {
		all = append(all, strings.NewReader(piece))
	}
	return io.MultiReader(append(all, waits{})...)
}

type waits struct{}

func (waits) Read([]byte) (int, error) { return 0, errWaits }

// A counter counts the Reads of what it reads from.
type counter struct {
	r     io.Reader
	reads int
}

func (c *counter) Read(b []byte) (int, error) {
	c.reads++
	return c.r.Read(b)
}

// A wire is a connection to somebody who sends what in holds.
type wire struct {
	in   io.Reader
	sent bytes.Buffer // what was written to it
}

func (w *wire) Read(b []byte) (int, error)  { return w.in.Read(b) }
func (w *wire) Write(b []byte) (int, error) { return w.sent.Write(b) }

// A patient wire is one to a server: it answers when the request is there.
type patient struct{ wire }

func (w *patient) Read(b []byte) (int, error) {
	if w.sent.String() != request {
		return 0, errWaits
	}
	return w.in.Read(b)
}
