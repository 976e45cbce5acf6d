// Package socket tells the ways in which a connection can fail apart.
package socket

import "example/websocket/01-raw-socket/socket"

// The system's numbers for what can go wrong, from chapter 01: they differ between
// Unix and Windows.
const (
	Refused    = socket.Refused    // connect: nobody listens there
	Reset      = socket.Reset      // read, write: the peer sent RST
	Aborted    = socket.Aborted    // accept, read: given up on this side
	BrokenPipe = socket.BrokenPipe // write: after a reset
)
