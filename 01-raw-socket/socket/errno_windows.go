package socket

import "syscall"

// The system's numbers for what can go wrong, for errors.Is.
const (
	Refused    = syscall.Errno(10061) // WSAECONNREFUSED: nobody listens there
	Reset      = syscall.WSAECONNRESET
	Aborted    = syscall.WSAECONNABORTED
	BrokenPipe = syscall.Errno(10058) // WSAESHUTDOWN: written after a half-close
	InUse      = syscall.Errno(10048) // WSAEADDRINUSE: another socket has the port
	NotHere    = syscall.Errno(10049) // WSAEADDRNOTAVAIL: not an address of this machine
)
