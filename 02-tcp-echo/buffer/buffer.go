// Package buffer reads from connections that are silent most of the time. A
// goroutine that waits costs 2 KiB of stack; the 4 KiB of a bufio.Reader that it
// holds meanwhile would hold nothing, and be the larger part. So here a buffer is
// borrowed when bytes have come, and given back when they are used: ten thousand
// silent connections share a handful.
//
// Read this file first: what a Reader does around a wait. Second reading: pool.go
// (the buffers), reader.go (what a bufio.Reader does too), wait_unix.go and
// wait_other.go (how to wait with nothing in hand).
package buffer

import (
	"io"
	"runtime"
)

// wait reads into p, or behind what is in the buffer if p is nil, and waits until
// something comes.
func (r *Reader) wait(p []byte) (n int, err error) {
	r.user.BeforeRead()
	if p == nil {
		runtime.Gosched() // others may have work; when it is done, something may have come
	}
	if r.raw.conn != nil {
		n, err = r.waitRaw(p)
	} else {
		n, err = r.waitPlain(p)
	}
	r.release() // of a buffer that was borrowed for nothing
	switch {
	case n > 0:
		r.heard.Store(true)
		err = nil // it comes again, alone
	case err == nil:
		err = io.ErrNoProgress
	}
	return n, err
}

// waitPlain waits in a read of a few bytes: this connection, TLS or a pipe, has
// no other way. If they are as many as there was room for, there are likely to
// be more, and the next read has more room: a short message takes two reads, and
// of many that came together the first few do.
func (r *Reader) waitPlain(p []byte) (n int, err error) {
	r.pause()
	defer r.resume()
	if p != nil {
		return r.Conn.Read(p)
	}
	into := r.first[:]
	if r.ahead > 0 {
		r.buf = Room(r.buf, int(r.ahead))
		into = r.buf[len(r.buf):cap(r.buf)]
	}
	n, err = r.Conn.Read(into)
	if r.ahead == 0 {
		r.buf = Room(r.buf, n)
		copy(r.buf[len(r.buf):cap(r.buf)], into[:n])
	}
	r.buf = r.buf[:len(r.buf)+n]
	switch {
	case n < len(into):
		r.ahead = 0
	case r.ahead == 0:
		r.ahead = Small / 2
	default:
		r.ahead = r.room
	}
	return n, err
}

// pause is called before a wait: the buffer goes.
func (r *Reader) pause() {
	if r.Buffered() > 0 && cap(r.buf) > Small {
		r.shrink()
	}
	r.release()
	r.user.BeforeWait()
	r.idle.Or(1)
}

// shrink moves the few bytes in the buffer, the beginning of something, to a
// small one.
func (r *Reader) shrink() {
	few := append(Borrow(r.Buffered()), r.buf[r.used:]...)
	GiveBack(r.buf)
	r.buf, r.used = few, 0
}
