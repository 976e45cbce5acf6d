//go:build unix

package websocket

import (
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
)

// On unix a socket can be asked to call us when there is something to read:
// until then no buffer is needed. And it can be asked to take only what fits
// into its own buffer: the reader sends replies without ever waiting.

// A rawReader is the state of one such read.
type rawReader struct {
	conn syscall.RawConn // nil: not to be had
	try  func(fd uintptr) bool
	p    []byte // nil: into the input's buffer
	n    int
	err  error
}

// rawConn returns what lies below nc, if nothing stands between: whoever wraps
// a connection wants to see its bytes.
func rawConn(nc net.Conn) syscall.RawConn {
	switch nc := nc.(type) {
	case *net.TCPConn:
		raw, _ := nc.SyscallConn()
		return raw
	case *net.UnixConn:
		raw, _ := nc.SyscallConn()
		return raw
	}
	return nil
}

func (in *input) waitRaw(p []byte) (int, error) {
	r := &in.raw
	if r.try == nil {
		r.try = in.tryRead
	}
	r.p = p
	if p == nil {
		runtime.Gosched() // others may have work; when they have done it, something may have come
	}
	err := r.conn.Read(r.try)
	in.resume()
	r.p = nil
	if err != nil {
		return 0, err
	}
	return r.n, r.err
}

// tryRead is called at once, and then each time when the socket may have
// something. It has to try in earnest every time: the system reports a change
// only once.
func (in *input) tryRead(fd uintptr) (done bool) {
	r := &in.raw
	into := r.p
	if into == nil {
		in.extend()
		into = in.buf[len(in.buf):cap(in.buf)]
	}
	n, err := syscall.Read(int(fd), into)
	for err == syscall.EINTR {
		n, err = syscall.Read(int(fd), into)
	}
	if err == syscall.EAGAIN {
		in.pause()
		return false
	}
	r.n, r.err = max(n, 0), nil
	switch {
	case err != nil:
		r.err = &net.OpError{Op: "read", Net: in.c.nc.LocalAddr().Network(), Source: in.c.nc.LocalAddr(), Addr: in.c.nc.RemoteAddr(), Err: os.NewSyscallError("read", err)}
	case n == 0:
		r.err = io.EOF
	case r.p == nil:
		in.buf = in.buf[:len(in.buf)+n]
	}
	return true
}

// A rawWriter writes what the socket takes at once.
type rawWriter struct {
	conn syscall.RawConn
	try  func(fd uintptr) bool
	p    []byte
	n    int
}

// write returns how many bytes of p have gone. Why not more, a write that waits
// will say.
func (w *rawWriter) write(p []byte) int {
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

func (w *rawWriter) tryWrite(fd uintptr) (done bool) {
	n, err := syscall.Write(int(fd), w.p)
	for err == syscall.EINTR {
		n, err = syscall.Write(int(fd), w.p)
	}
	w.n = max(n, 0)
	return true
}
