// This is what it looks like when the answer to our own Close is answered once more:
// the client gets two.

package goodbye

import (
	"bufio"
	"errors"
	"net"
	"time"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/04-frames/frame"
)

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

func Leave(conn net.Conn, code frame.CloseCode, reason string) error {
	end := time.Now().Add(Wait)
	defer func() { finish.Close(conn, time.Until(end)) }()
	conn.SetDeadline(end)
	if _, err := conn.Write(frame.Append(nil, frame.Close, frame.AppendClose(nil, code, reason))); err != nil {
		return err
	}
	in := bufio.NewReader(conn)
	for {
		op, payload, err := Read(in)
		if err != nil {
			return err
		}
		if op == frame.Close {
			_, err := conn.Write(frame.Append(nil, frame.Close, payload))
			return err
		}
	}
}
