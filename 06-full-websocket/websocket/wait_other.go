//go:build !unix

package websocket

import (
	"net"
	"syscall"
)

// Here a read waits with a few bytes of the connection's own, and what the
// reader has to send leaves from another goroutine.

type rawReader struct{ conn syscall.RawConn } // always nil

func rawConn(net.Conn) syscall.RawConn { return nil }

func (in *input) waitRaw([]byte) (int, error) { panic("websocket: no raw connection here") }

type rawWriter struct{ conn syscall.RawConn } // always nil

func (*rawWriter) write([]byte) int { return 0 }
