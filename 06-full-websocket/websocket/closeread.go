package websocket

import (
	"context"
	"time"

	"example/websocket/04-frames/frame"
)

// CloseRead is for a program that only writes, but wants pongs to be heard and a
// Close to be answered: it reads from now on, and a message, which nobody
// expects, ends the connection with 1008. The context that it returns is done
// when ctx is, or the connection is over. Nothing else may read any more.
func (c *Conn) CloseRead(ctx context.Context) context.Context {
	ctx, _ = c.withContext(ctx)
	go func() {
		for !c.over() {
			c.SetReadDeadline(time.Time{})
			if _, _, err := c.NextReader(); err == nil {
				c.reading.Lock()
				c.fail(frame.NewError(frame.PolicyViolation, "7.4.1", "a message came, and this end only sends"))
				c.reading.Unlock()
			}
		}
	}()
	return ctx
}
