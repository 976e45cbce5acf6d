package websocket

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"

	"example/websocket/04-frames/frame"
)

// NetConn makes a net.Conn of c, so that anything that speaks TCP can run
// through a WebSocket: what is read are the messages' bytes, one after the
// other, and each Write is a message. op is Binary, or Text if each Write is
// UTF-8; a message of the other kind ends the connection with 1003 (RFC 6455
// §7.4.1). No Write may be longer than the peer's limit for a message.
//
// Read returns io.EOF after a Close with 1000 or 1001, and c's error otherwise.
// Close says goodbye with 1000 and waits two seconds for the answer; its error is
// Shutdown's. The deadlines are c's: one that passes inside a message, or in a
// write, ends the connection. All may be called at the same time. Nothing else may
// read from c.
func NetConn(c *Conn, op Opcode) net.Conn { return &netConn{Conn: c, op: op} }

type netConn struct {
	*Conn
	op      Opcode
	mu      sync.Mutex
	message io.Reader // under way
}

func (n *netConn) Read(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for {
		if n.message == nil {
			if err := n.next(); err != nil {
				return 0, err
			}
		}
		read, err := n.message.Read(p)
		if err == io.EOF {
			n.message, err = nil, nil
		}
		if read > 0 || err != nil || len(p) == 0 {
			return read, err
		}
	}
}

// next waits for a message.
func (n *netConn) next() error {
	op, message, err := n.NextReader()
	if code := CloseStatus(err); code == frame.NormalClosure || code == frame.GoingAway {
		return io.EOF
	}
	if err == nil && op != n.op {
		n.reading.Lock()
		defer n.reading.Unlock()
		return n.fail(frame.NewError(frame.UnsupportedData, "7.4.1", fmt.Sprintf("a %v message came, and only %v is accepted here", op, n.op)))
	}
	n.message = message
	return err
}

func (n *netConn) Write(p []byte) (int, error) {
	if err := n.WriteMessage(n.op, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (n *netConn) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	return n.Shutdown(ctx, frame.NormalClosure, "")
}
