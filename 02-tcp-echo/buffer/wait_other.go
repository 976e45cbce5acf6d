//go:build !unix

package buffer

import (
	"net"
	"syscall"
)

// Here a read waits with a few bytes of the Reader's own, and nothing is written
// without waiting.

type rawReader struct{ conn syscall.RawConn } // always nil

func raw(net.Conn) syscall.RawConn { return nil }

func (r *Reader) waitRaw([]byte) (int, error) { return r.waitPlain(nil) }

// A TryWriter writes to a connection without waiting: here, not at all.
type TryWriter struct{}

// Init makes w write to conn.
func (w *TryWriter) Init(net.Conn) {}

// Can reports whether the connection is a socket: to another, Write writes
// nothing.
func (w *TryWriter) Can() bool { return false }

// Write returns how many bytes of p the system has taken at once: none.
func (w *TryWriter) Write([]byte) int { return 0 }
