//go:build unix

package buffer

import (
	"io"
	"net"
	"os"
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
	local := r.conn.LocalAddr()
	return &net.OpError{Op: "read", Net: local.Network(), Source: local, Addr: r.conn.RemoteAddr(), Err: os.NewSyscallError("read", err)}
}

// A TryWriter writes to a connection without waiting.
type TryWriter struct {
	conn syscall.RawConn
	try  func(fd uintptr) bool
	p    []byte
	n    int
}

// Init makes w write to conn.
func (w *TryWriter) Init(conn net.Conn) { w.conn = raw(conn) }

// Can reports whether the connection is a socket: to another, Write writes
// nothing.
func (w *TryWriter) Can() bool { return w.conn != nil }

// Write returns how many bytes of p the system has taken at once. Why not more,
// a write that waits will say.
func (w *TryWriter) Write(p []byte) int {
	if w.conn == nil {
		return 0
	}
	if w.try == nil {
		w.try = w.tryWrite
	}
	w.p, w.n = p, 0
	w.conn.Write(w.try)
	w.p = nil
	return w.n
}

func (w *TryWriter) tryWrite(fd uintptr) (done bool) {
	n, err := syscall.Write(int(fd), w.p)
	for err == syscall.EINTR {
		n, err = syscall.Write(int(fd), w.p)
	}
	w.n = max(n, 0)
	return true
}
