// Package goodbye ends conversations in good order.
package goodbye

import (
	"bufio"
	"net"

	"example/websocket/04-frames/frame"
)

// Your code here.

// Serve echoes the messages of a client until the conversation ends, says
// goodbye, and closes conn. It returns nil if the client has said goodbye, and
// otherwise why it ended.
func Serve(conn net.Conn) error {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		op, payload, err := Read(in)
		if err != nil {
			return err
		}
		if op == frame.Close {
			return nil
		}
		if _, err := conn.Write(frame.Append(nil, op, payload)); err != nil {
			return err
		}
	}
}

// Leave says goodbye before the client does, and closes conn. It returns nil if
// the client's Close has come.
func Leave(conn net.Conn, code frame.CloseCode, reason string) error {
	return conn.Close()
}
