// Package finish ends a conversation over a connection without losing the
// last words.
//
// Closing a TCP socket that still holds unread input makes the kernel send
// RST instead of FIN. With that, what you had still to send is thrown away, and
// on some systems also what the other end has not read yet: your last words. So
// whoever wants to be heard to the end says "I have finished" first (a
// half-close), reads on until the other end has finished too, and only then
// closes (RFC 9293 §3.6.1, RFC 6455 §7.1.1).
package finish

import (
	"errors"
	"io"
	"net"
	"time"
)

// Close half-closes conn, reads and drops what still arrives until the other
// end finishes or wait has passed, and closes conn. It returns nil if the
// other end finished in time, and the error of the read if not; conn is
// closed in every case. A connection that cannot be half-closed (a net.Pipe)
// is closed at once.
//
// Close replaces the connection's deadlines. Nothing else may be reading from
// conn meanwhile.
func Close(conn net.Conn, wait time.Duration) error {
	half, ok := conn.(interface{ CloseWrite() error })
	if !ok {
		return conn.Close()
	}
	// A tls.Conn's CloseWrite may wait, too.
	conn.SetDeadline(time.Now().Add(wait))
	if err := half.CloseWrite(); err != nil {
		return errors.Join(err, conn.Close())
	}
	return Await(conn, wait)
}

// Await is for the side that must not be the first to finish: it reads and
// drops what arrives until the other end finishes or wait has passed, and
// closes conn. It returns what Close returns.
func Await(conn net.Conn, wait time.Duration) error {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(wait))
	_, err := io.Copy(io.Discard, conn)
	return err
}
