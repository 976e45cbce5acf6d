// Package socket shows what a connection is, a pair of address pairs, and
// tells the ways in which it can fail apart.
//
// Read this file first. Second reading: explain.go (the errors) and
// byhand_unix.go (the system calls below net.Listen).
package socket

import (
	"fmt"
	"net"
)

// A Tuple names one TCP connection as one of its two ends sees it: this end's
// address and port, and the other end's. No two connections that are open at
// the same time share all four numbers, which is why any number of clients
// can be served on one port (RFC 9293 §4, "connection").
//
// Addresses are text in the form HOST:PORT ("pipe" for a net.Pipe).
type Tuple struct {
	Local, Remote string
}

// TupleOf returns the address pairs of conn as this end sees them.
func TupleOf(conn net.Conn) Tuple {
	return Tuple{
		Local:  conn.LocalAddr().String(),
		Remote: conn.RemoteAddr().String(),
	}
}

// Mirror returns the same connection as the other end sees it.
func (t Tuple) Mirror() Tuple {
	return Tuple{Local: t.Remote, Remote: t.Local}
}

// String returns both pairs on one line.
func (t Tuple) String() string {
	return fmt.Sprintf("local %s, remote %s", t.Local, t.Remote)
}
