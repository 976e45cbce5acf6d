package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/page"
	"example/websocket/06-full-websocket/websocket"
)

const (
	idle     = 10 * time.Minute // how long the next message may take to come
	goodbyes = 2 * time.Second  // how long the closing handshake may take
	keep     = 64 << 10         // bytes of buffer that a silent connection may hold
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

	var buf []byte
	for {
		c.SetReadDeadline(time.Now().Add(idle))
		op, p, err := c.ReadMessage(buf)
		if err == nil {
			err = c.WriteMessage(op, p)
		}
		if errors.Is(err, os.ErrDeadlineExceeded) {
			leave(c, "no message for "+idle.String())
		}
		if err != nil && ctx.Err() != nil {
			fmt.Printf("%s: we are shutting down: %v\n", who, err)
			return
		}
		if err != nil {
			fmt.Printf("%s: %v\n", who, err)
			return
		}
		if buf = p; cap(buf) > keep {
			buf = nil // one large message does not make every later wait a large one
		}
	}
}

func leave(c *websocket.Conn, reason string) {
	ctx, cancel := context.WithTimeout(context.Background(), goodbyes)
	defer cancel()
	c.Shutdown(ctx, frame.GoingAway, reason)
}
