package socket

import (
	"net"
	"testing"
	"time"
)

// listen opens a listener on a free port of loopback.
func listen(t *testing.T) *net.TCPListener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	l.(*net.TCPListener).SetDeadline(time.Now().Add(30 * time.Second))
	return l.(*net.TCPListener)
}

// connect opens one connection to l and returns both ends. No read or write
// of theirs waits for ever.
func connect(t *testing.T, l *net.TCPListener) (client, server *net.TCPConn) {
	t.Helper()
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
	for _, conn := range []net.Conn{c, s} {
		conn.SetDeadline(time.Now().Add(30 * time.Second))
	}
	return c.(*net.TCPConn), s.(*net.TCPConn)
}
