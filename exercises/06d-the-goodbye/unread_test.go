package goodbye_test

import (
	"errors"
	"io"
	"net"
	"time"

	"example/websocket/04-frames/frame"
	goodbye "example/websocket/exercises/06d-the-goodbye"
	"example/websocket/exercises/internal/check"
)

// These cases are of a real network: there, what is left unread when a connection
// is closed makes the system send a reset.

func unreadBehindAFault(t *check.T) {
	t.Call("Serve(conn); the client sends\ntext \"Hello\", not masked\n1 MiB of zeros, and nobody wants them")
	returns(t, unread(t, goodbye.Serve, unmasked("Hello"), "Close 1002"), frame.ProtocolError)
}

func unreadBehindAClose(t *check.T) {
	t.Call("Serve(conn); the client sends\nClose 1000\n1 MiB of zeros, and nobody wants them")
	returns(t, unread(t, goodbye.Serve, closing("\x03\xe8"), "Close 1000"), goodbyeIsFine)
}

func unreadBehindTheAnswer(t *check.T) {
	t.Call("Leave(conn, 1001, \"bye\"); the client sends\nClose 1001\n1 MiB of zeros, and nobody wants them")
	unread(t, func(near net.Conn) error { return goodbye.Leave(near, frame.GoingAway, "bye") }, closing("\x03\xe9"), `Close 1001 "bye"`)
}

// unread lets a client send something and 1 MiB more, and only then read. It wants
// that to be heard, and returns what the server has returned.
func unread(t *check.T, server func(near net.Conn) error, first said, came string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	far, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	near, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	far.SetDeadline(time.Now().Add(15 * time.Second))
	// The first of it is there before the server looks, and more than it reads at once.
	if _, err := far.Write(append(first.wire, make([]byte, 32<<10)...)); err != nil {
		t.Fatal(err)
	}
	type heard struct {
		came []byte
		err  error
	}
	client := make(chan heard, 1)
	go func() {
		_, err := far.Write(make([]byte, 1<<20-32<<10))
		if err == nil {
			err = far.(*net.TCPConn).CloseWrite()
		}
		came, err2 := io.ReadAll(far)
		client <- heard{came, errors.Join(err, err2)}
	}()
	serverErr := server(near)
	h := <-client
	if h.err != nil {
		t.Wrong("the connection is reset: what the client had still to read is lost", came+"; then the end")
	}
	ended{came: h.came}.want(t, came, 0)
	return serverErr
}
