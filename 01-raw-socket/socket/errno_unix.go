//go:build unix

package socket

import "syscall"

// The system's numbers for what can go wrong, for errors.Is.
const (
	Refused    = syscall.ECONNREFUSED  // connect: nobody listens there
	Reset      = syscall.ECONNRESET    // read, write: the peer sent RST
	Aborted    = syscall.ECONNABORTED  // accept, read: given up on this side
	BrokenPipe = syscall.EPIPE         // write: after a reset
	InUse      = syscall.EADDRINUSE    // bind: another socket has the port
	NotHere    = syscall.EADDRNOTAVAIL // bind: not an address of this machine
)
