package websocket

import (
	"io"
	"sync/atomic"
)

// An input is what has been read from a connection and not yet used. Its buffer
// is borrowed for a read and given back as soon as it is empty: nobody holds
// one while waiting. It looks like a bufio.Reader to frame.ReadHeader.
type input struct {
	c     *Conn
	raw   rawReader     // where the system lets us wait without a buffer
	first [16]byte      // where it does not, what comes first is read into this
	buf   []byte        // nil, or borrowed
	used  int           // of buf
	room  int           // for one read: see expect
	idle  atomic.Uint32 // odd while a read waits; it counts the waits
	heard atomic.Bool   // something has come since keepalive looked
}

// Buffered is how many bytes have come and are not used.
func (in *input) Buffered() int { return len(in.buf) - in.used }

// Peek returns the next n bytes, at most small of them, once they have come;
// fewer, with an error.
func (in *input) Peek(n int) ([]byte, error) {
	for in.Buffered() < n {
		if err := in.more(); err != nil {
			return in.buf[in.used:], err
		}
	}
	return in.buf[in.used : in.used+n], nil
}

// Discard takes n bytes that have come.
func (in *input) Discard(n int) (int, error) {
	in.used += n
	if in.Buffered() == 0 {
		in.release()
	}
	return n, nil
}

// Read reads a payload. A large one goes past the buffer.
func (in *input) Read(p []byte) (int, error) {
	if in.Buffered() == 0 && len(p) >= medium/2 {
		return in.wait(p)
	}
	if in.Buffered() == 0 {
		if err := in.more(); err != nil {
			return 0, err
		}
	}
	n := copy(p, in.buf[in.used:])
	in.Discard(n)
	return n, nil
}

// more reads into the buffer.
func (in *input) more() error {
	_, err := in.wait(nil)
	return err
}

// wait reads into p, or into the buffer if p is nil, and waits until something
// comes.
func (in *input) wait(p []byte) (n int, err error) {
	in.c.flushBeforeWait()
	if in.raw.conn != nil {
		n, err = in.waitRaw(p)
	} else {
		n, err = in.waitPlain(p)
	}
	if n > 0 {
		in.heard.Store(true)
		return n, nil // an error that came with bytes comes again without them
	}
	if err == nil {
		err = io.ErrNoProgress
	}
	return 0, err
}

// waitPlain waits in a read of a few bytes: this connection, TLS or a pipe, has
// no other way.
func (in *input) waitPlain(p []byte) (int, error) {
	in.pause()
	defer in.resume()
	if p != nil {
		return in.c.nc.Read(p)
	}
	n, err := in.c.nc.Read(in.first[:])
	in.extend()
	in.buf = append(in.buf, in.first[:n]...)
	return n, err
}

// pause is called before a wait: the buffer goes, the few bytes in it move to a
// small one.
func (in *input) pause() {
	if in.Buffered() > 0 && cap(in.buf) > small {
		few := append(borrow(small), in.buf[in.used:]...)
		giveBack(in.buf)
		in.buf, in.used = few, 0
	}
	in.release()
	in.c.boundMessage()
	in.idle.Or(1)
}

// resume is called after it.
func (in *input) resume() {
	if n := in.idle.Load(); n%2 == 1 {
		in.idle.Store(n + 1)
	}
}

// extend makes room for one read behind what is in the buffer.
func (in *input) extend() {
	if cap(in.buf) > small && in.used > 0 {
		in.buf, in.used = in.buf[:copy(in.buf, in.buf[in.used:])], 0
	}
	in.buf = roomFor(in.buf, in.room)
}

// expect makes room for a frame like the last one, and if that was small, for
// many of them. One that is too large for a buffer goes past it but for its
// beginning.
func (in *input) expect(length uint64) {
	switch {
	case length < large-2*small:
		in.room = large - small
	case length < huge-2*small:
		in.room = huge - small
	default:
		in.room = medium - small
	}
}

// release gives an empty buffer back.
func (in *input) release() {
	if in.buf != nil && in.Buffered() == 0 {
		giveBack(in.buf)
		in.buf, in.used = nil, 0
	}
}

// prime puts bytes in the buffer that somebody else has read already.
func (in *input) prime(p []byte) {
	if len(p) > 0 {
		in.buf = append(borrow(max(len(p), large)), p...)
	}
}
