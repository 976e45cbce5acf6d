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
	"cmp"
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
	if n > 0 {
		r.heard.Store(true)
		return n, nil // an error comes again, alone
	}
	return 0, cmp.Or(err, io.ErrNoProgress)
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
