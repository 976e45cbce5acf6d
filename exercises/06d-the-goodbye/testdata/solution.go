// Package goodbye ends conversations in good order.
package goodbye

import (
	"bufio"
	"errors"
	"net"
	"time"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/04-frames/frame"
)

// Serve echoes the messages of a client until the conversation ends, says
// goodbye, and closes conn. It returns nil if the client has said goodbye, and
// otherwise why it ended.
func Serve(conn net.Conn) error {
	answer, err := echo(conn)
	var broken *frame.Error
	if errors.As(err, &broken) {
		answer = frame.AppendClose(nil, broken.Code, broken.Reason())
	} else if err != nil {
		conn.Close()
		return err
	}
	conn.Write(frame.Append(nil, frame.Close, answer))
	finish.Close(conn, Wait)
	return err
}

// echo returns the payload of the Close that answers the client's.
func echo(conn net.Conn) (answer []byte, err error) {
	in := bufio.NewReader(conn)
	for {
		op, payload, err := Read(in)
		if err != nil {
			return nil, err
		}
		if op == frame.Close {
			code, reason, err := frame.ParseClose(payload)
			return frame.AppendClose(nil, code, reason), err
		}
		if _, err := conn.Write(frame.Append(nil, op, payload)); err != nil {
			return nil, err
		}
	}
}

// Leave says goodbye before the client does, and closes conn. It returns nil if
// the client's Close has come.
func Leave(conn net.Conn, code frame.CloseCode, reason string) error {
	end := time.Now().Add(Wait)
	defer func() { finish.Close(conn, time.Until(end)) }() // a func, so that it asks then, and not now
	conn.SetDeadline(end)
	if _, err := conn.Write(frame.Append(nil, frame.Close, frame.AppendClose(nil, code, reason))); err != nil {
		return err
	}
	in := bufio.NewReader(conn)
	for {
		op, _, err := Read(in)
		if err != nil || op == frame.Close {
			return err
		}
	}
}
