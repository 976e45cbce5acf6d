package socket_test

import (
	"io"
	"net"
	"time"

	"example/websocket/exercises/internal/check"
)

// A cause is an error that was provoked, and the word for it.
type cause struct {
	err  error
	word string
}

// five provokes each word's error on loopback.
func five(t *check.T) []cause {
	return []cause{
		{refused(t), "refused"},
		{late(t), "timed out"},
		{reset(t), "reset"},
		{closed(t), "closed"},
		{ended(t), "ended"},
	}
}

func refused(t *check.T) error {
	// An open connection keeps the port, so that no other program gets it.
	client, _ := connect(t)
	conn, err := net.Dial("tcp", client.RemoteAddr().String())
	if err == nil {
		conn.Close()
	}
	return err
}

func late(t *check.T) error {
	client, _ := connect(t)
	client.SetReadDeadline(time.Unix(1, 0))
	return read(client)
}

func reset(t *check.T) error {
	client, server := connect(t)
	server.SetLinger(0) // Close then sends RST, and not FIN
	server.Close()
	return read(client)
}

func closed(t *check.T) error {
	client, _ := connect(t)
	client.Close()
	return read(client)
}

func ended(t *check.T) error {
	client, server := connect(t)
	server.Close()
	return read(client)
}

func read(conn net.Conn) error {
	_, err := conn.Read(make([]byte, 1))
	return err
}

func write(conn net.Conn) error {
	_, err := io.WriteString(conn, "Hello")
	return err
}

func listen(t *check.T) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// connect returns both ends of a connection whose listener is gone. No read or
// write of theirs waits for ever.
func connect(t *check.T) (client, server *net.TCPConn) {
	l := listen(t)
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	s, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	c.SetDeadline(time.Now().Add(30 * time.Second))
	s.SetDeadline(time.Now().Add(30 * time.Second))
	return c.(*net.TCPConn), s.(*net.TCPConn)
}
