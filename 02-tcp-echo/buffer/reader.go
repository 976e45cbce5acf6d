package buffer

import (
	"net"
	"sync/atomic"
)

// A Reader is what has been read from a connection and not yet been used. It
// looks like a bufio.Reader, and is for one goroutine.
type Reader struct {
	Conn  net.Conn
	user  User
	raw   rawReader     // where the system lets us wait without a buffer
	first *[16]byte     // where it does not, what comes first is read into this
	buf   []byte        // nil, or borrowed
	used  int32         // of buf
	room  uint16        // for one read, in units of Small
	ahead uint8         // how many reads have been filled, two at most: see waitPlain
	idle  atomic.Uint32 // odd while a read waits; it counts the waits
	heard atomic.Bool
}

// A User of a Reader is told when it has used all that has come.
type User interface {
	BeforeRead() // of the connection
	BeforeWait() // when that has found nothing; a connection that is no socket: in any case
}

// Init makes r read from conn, behind the bytes in rest, which have been read
// already.
func (r *Reader) Init(conn net.Conn, rest []byte, user User) {
	r.Conn, r.user, r.raw.conn = conn, user, raw(conn)
	if r.raw.conn == nil {
		r.first = new([16]byte)
	}
	r.Expect(0)
	if len(rest) > 0 {
		r.buf = append(Borrow(max(len(rest), Large)), rest...)
	}
}

// Buffered returns how many bytes have come and are not used.
func (r *Reader) Buffered() int { return len(r.buf) - int(r.used) }

// Peek returns the next n bytes, at most Small of them, once they have come;
// fewer, with an error.
func (r *Reader) Peek(n int) ([]byte, error) {
	for r.Buffered() < n {
		if err := r.More(); err != nil {
			return r.buf[r.used:], err
		}
	}
	return r.buf[r.used:][:n], nil
}

// Discard takes n bytes that have come.
func (r *Reader) Discard(n int) (int, error) {
	r.used += int32(n)
	r.release()
	return n, nil
}

// More waits until bytes have come, behind those that are buffered, of which
// there are at most Small.
func (r *Reader) More() error {
	_, err := r.wait(nil)
	return err
}

// Read reads up to len(p) bytes. Many go past the buffer.
func (r *Reader) Read(p []byte) (int, error) {
	if r.Buffered() == 0 && len(p) >= Medium/2 {
		return r.wait(p)
	}
	if r.Buffered() == 0 {
		if err := r.More(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.buf[r.used:])
	return r.Discard(n)
}

// Expect makes room for pieces of n bytes in reads to come: for many of them if
// n is small, for one if it is not, and of one that is too large for a buffer
// only the beginning: the rest goes past it.
func (r *Reader) Expect(n uint64) {
	switch {
	case n < Large-2*Small:
		r.room = Large/Small - 1
	case n < Huge-2*Small:
		r.room = Huge/Small - 1
	default:
		r.room = Medium/Small - 1
	}
}

// Waits returns a number that is odd while a read waits, and different for each
// wait. It may be called from anywhere, as may Heard.
func (r *Reader) Waits() uint32 { return r.idle.Load() }

// Heard reports whether anything has come since it was called last.
func (r *Reader) Heard() bool { return r.heard.Swap(false) }

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
		r.buf = Room(r.buf, [...]int{1: Small / 2, 2: int(r.room) * Small}[r.ahead])
		into = r.buf[len(r.buf):cap(r.buf)]
	}
	n, err = r.Conn.Read(into)
	if r.ahead == 0 {
		r.buf = Room(r.buf, n)
		copy(r.buf[len(r.buf):cap(r.buf)], into[:n])
	}
	r.buf = r.buf[:len(r.buf)+n]
	if n < len(into) {
		r.ahead = 0
	} else {
		r.ahead = min(r.ahead+1, 2)
	}
	return n, err
}

// resume is called after a wait.
func (r *Reader) resume() {
	if n := r.idle.Load(); n%2 == 1 {
		r.idle.Store(n + 1)
	}
}

// extend makes room for one read behind what is in the buffer.
func (r *Reader) extend() {
	switch {
	case r.buf == nil:
		r.buf = Borrow(int(r.room) * Small)
		return
	case cap(r.buf) > Small && r.used > 0:
		r.buf, r.used = r.buf[:copy(r.buf, r.buf[r.used:])], 0
	}
	r.buf = Room(r.buf, int(r.room)*Small)
}

// release gives an empty buffer back.
func (r *Reader) release() {
	if r.buf != nil && r.Buffered() == 0 {
		GiveBack(r.buf)
		r.buf, r.used = nil, 0
	}
}

// shrink moves the few bytes in the buffer, the beginning of something, to a
// small one.
func (r *Reader) shrink() {
	few := append(Borrow(r.Buffered()), r.buf[r.used:]...)
	GiveBack(r.buf)
	r.buf, r.used = few, 0
}
