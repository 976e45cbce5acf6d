package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/page"
	"example/websocket/06-full-websocket/websocket"
)

const (
	goodbyes = 2 * time.Second // how long the closing handshake may take
)

// echo sends every message back.
type echo struct {
	limit int // bytes of a message
}

func (e *echo) handle(ctx context.Context, nc net.Conn) {
	who := nc.RemoteAddr()
	c, err := websocket.Accept(ctx, nc, &websocket.Options{Limit: int64(e.limit), Plain: page.Serve})
	if err != nil {
		fmt.Printf("%s: %s\n", who, program.Why(err))
		return
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { leave(c, "the server is shutting down") })()
	fmt.Printf("%s: open\n", who)

	err = e.loop(c)
	fmt.Printf("%s: %v\n", who, err)
}

// buffers hold a message while it is sent back. Nobody holds one while waiting
// for the next.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (e *echo) loop(c *websocket.Conn) error {
	for {
		op, message, err := c.NextReader()
		if err != nil {
			return err
		}
		buf := buffers.Get().(*bytes.Buffer)
		buf.Reset()
		if _, err = buf.ReadFrom(message); err == nil {
			err = c.Queue(op, buf.Bytes())
		}
		buffers.Put(buf)
		if err != nil {
			return err
		}
	}
}

func leave(c *websocket.Conn, reason string) {
	ctx, cancel := context.WithTimeout(context.Background(), goodbyes)
	defer cancel()
	c.Shutdown(ctx, frame.GoingAway, reason)
}
