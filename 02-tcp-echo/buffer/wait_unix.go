//go:build unix

package buffer

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
)

// On unix a socket calls us when there is something to read: until then no
// buffer is needed. And it can be asked to take only what fits into its own
// buffer: somebody who must not wait can write, too.

// raw returns the socket below conn, if nothing stands between: whoever wraps a
// connection wants to see its bytes.
func raw(conn net.Conn) (socket syscall.RawConn) {
	switch conn := conn.(type) {
	case *net.TCPConn:
		socket, _ = conn.SyscallConn()
	case *net.UnixConn:
		socket, _ = conn.SyscallConn()
	}
	return socket
}

// A rawReader is a read in progress.
type rawReader struct {
	conn syscall.RawConn // nil: not to be had
	try  func(fd uintptr) bool
	p    []byte // nil: into the buffer
	n    int
	err  error
}

func (r *Reader) waitRaw(p []byte) (int, error) {
	if r.raw.try == nil {
		r.raw.try = r.tryRead()
	}
	r.raw.p, r.raw.n = p, 0
	err := r.raw.conn.Read(r.raw.try)
	r.resume()
	if r.raw.p = nil; err != nil {
		return 0, err
	}
	return r.raw.n, r.raw.err
}

// tryRead returns what the system calls at once, and then whenever the socket
// may have something. It has to try in earnest each time: the system reports a
// change only once.
func (r *Reader) tryRead() func(fd uintptr) (done bool) {
	return func(fd uintptr) bool {
		into := r.raw.p
		if into == nil {
			r.extend()
			into = r.buf[len(r.buf):cap(r.buf)]
		}
		n, err := syscall.Read(int(fd), into)
		for err == syscall.EINTR {
			n, err = syscall.Read(int(fd), into)
		}
		switch {
		case err == syscall.EAGAIN:
			r.pause()
			return false
		case err != nil:
			n, err = 0, r.failed(err)
		case n == 0:
			err = io.EOF
		case r.raw.p == nil:
			r.buf = r.buf[:len(r.buf)+n]
		}
		r.raw.n, r.raw.err = n, err
		return true
	}
}

func (r *Reader) failed(err error) error {
	local := r.Conn.LocalAddr()
	return &net.OpError{Op: "read", Net: local.Network(), Source: local, Addr: r.Conn.RemoteAddr(), Err: os.NewSyscallError("read", err)}
}

// CanTry reports whether TryWrite writes anything: the connection is a socket.
func (r *Reader) CanTry() bool { return r.raw.conn != nil }

// TryWrite writes what the system takes at once, and returns how many bytes of p
// that was. Why not more, a write that waits will say. It may be called while
// another goroutine reads, but by one at a time.
func (r *Reader) TryWrite(p []byte) int {
	if r.raw.conn == nil {
		return 0
	}
	t := tries.Get().(*try)
	defer tries.Put(t)
	t.p, t.n = p, 0
	r.raw.conn.Write(t.write)
	t.p = nil
	return t.n
}

// A try is a TryWrite in progress.
type try struct {
	p     []byte
	n     int
	write func(fd uintptr) (done bool)
}

var tries = sync.Pool{New: func() any {
	t := new(try)
	t.write = func(fd uintptr) bool {
		n, err := syscall.Write(int(fd), t.p)
		for err == syscall.EINTR {
			n, err = syscall.Write(int(fd), t.p)
		}
		t.n = max(n, 0)
		return true
	}
	return t
}}
