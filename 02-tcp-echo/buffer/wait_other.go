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

// CanTry reports whether TryWrite writes anything: not here.
func (r *Reader) CanTry() bool { return false }

// TryWrite writes what the system takes at once, and returns how many bytes of p
// that was: none.
func (r *Reader) TryWrite(p []byte) int { return 0 }
