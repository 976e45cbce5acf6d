package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/page"
	"example/websocket/06-full-websocket/websocket"
)

// goodbyes is how long the closing handshake may take.
const goodbyes = 2 * time.Second

// echo sends every message back.
type echo struct {
	limit       int           // bytes of a message
	messageTime time.Duration // for a message to be complete
	compress    bool
	group       websocket.Group
	opened      atomic.Int64
	calm        *time.Timer // runs a moment after the last of many handshakes
}

// crowd is how many handshakes leave memory behind that is worth looking for.
const crowd = 1000

// handler returns what serves one connection; ctx ends with the server.
func (e *echo) handler(ctx context.Context) server.Handler {
	// The connections may all be silent from now on: nothing would collect the
	// garbage of their handshakes for a long time.
	e.calm = time.AfterFunc(time.Hour, debug.FreeOSMemory)
	context.AfterFunc(ctx, func() { e.calm.Stop() })
	return func(_ context.Context, nc net.Conn) {
		c, err := e.open(ctx, nc)
		for err == nil {
			var op websocket.Opcode
			var message io.Reader
			if op, message, err = c.NextReader(); err == nil {
				err = echoed(c, op, message)
			}
		}
		if c != nil && websocket.CloseStatus(err) == 0 {
			err = left(c)
		}
		say(nc, err)
	}
}

// left waits for the answer to our goodbye, which ends an echo before its
// connection: whoever closes it now may lose the goodbye.
func left(c *websocket.Conn) error {
	ctx, cancel := context.WithTimeout(context.Background(), goodbyes)
	defer cancel()
	return c.Shutdown(ctx, frame.GoingAway, "")
}

// open returns the WebSocket.
func (e *echo) open(ctx context.Context, nc net.Conn) (*websocket.Conn, error) {
	o := &websocket.Options{Limit: int64(e.limit), MessageTime: e.messageTime, Plain: page.Serve}
	if e.compress {
		o.Compression = &compression
	}
	c, err := websocket.Accept(ctx, nc, o)
	if err == nil {
		e.group.Add(c)
		say(nc, nil)
		if e.opened.Add(1)%crowd == 0 {
			e.calm.Reset(100 * time.Millisecond)
		}
	}
	return c, err
}

// compression costs no memory while a connection is silent.
var compression = websocket.Compression{Params: deflate.Params{ServerNoTakeover: true, ClientNoTakeover: true}}

// buffers hold a message while it is sent back. Nobody holds one while waiting
// for the next.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// echoed sends a message back, together with its neighbours if there are any.
func echoed(c *websocket.Conn, op websocket.Opcode, message io.Reader) error {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	_, err := buf.ReadFrom(message)
	if err == nil {
		err = c.Queue(op, buf.Bytes())
	}
	buffers.Put(buf)
	return err
}

// say prints that a connection is open, or how it ended. That takes stack, and
// a large stack stays large: so a goroutine of its own does it.
func say(nc net.Conn, err error) {
	said := make(chan bool)
	go func() {
		what := "open"
		if err != nil {
			what = program.Why(err)
		}
		fmt.Printf("%s: %s\n", nc.RemoteAddr(), what)
		close(said)
	}()
	<-said
}

// leave says goodbye to everybody.
func (e *echo) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), goodbyes)
	defer cancel()
	e.group.Shutdown(ctx, "the server is shutting down")
}
