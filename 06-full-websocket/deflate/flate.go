package deflate

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// A Compressor makes one sender's messages, in the order in which they are sent.
// With context takeover it holds a flate.Writer, 0.8 MB, from its first message on;
// without, it borrows one, 1.2 MB, while a message lasts. NewCompressor makes one.
// Not for concurrent use.
type Compressor struct {
	takeover bool
	window   int           // bytes that it may look back
	w        *flate.Writer // to out; nil is an empty window
	out      bytes.Buffer
	used     int // bytes that went into w since its window was empty
}

// NewCompressor returns a compressor that looks back over 2 to the power of
// bits bytes (8 to 15, 0 is 15; §7.1.2) and, with takeover, into the messages before
// (§7.1.1). It takes no memory before there is a message. compress/flate has only
// windows of 2^15; with a smaller one, Append begins a new stream whenever it is
// full, and its receiver sees one block after the other.
func NewCompressor(bits int, takeover bool) *Compressor {
	return &Compressor{takeover: takeover, window: 1 << cmp.Or(bits%15, 30)}
}

// Forget makes the next message begin with an empty window, which a sender may
// do between any two messages. It has to once its receiver got a message that
// another compressor made. What c holds goes back to the pool.
func (c *Compressor) Forget() {
	if c.w != nil {
		pools[c.takeover].Put(c.w)
		c.w = nil
	}
}

// Release gives back what c holds, at the end of the connection, be it in the
// middle of a message. A second call does nothing.
func (c *Compressor) Release() { c.Forget() }

// restart begins a new stream: nothing looks back over its beginning. It borrows
// a writer, if there is none.
func (c *Compressor) restart() {
	if c.w == nil {
		c.w = pools[c.takeover].Get().(*flate.Writer)
	} else {
		c.w.Flush()
	}
	c.w.Reset(&c.out)
	c.used = 0
}

// pools are the writers without and with takeover. Without, the quickest level
// does. The next is the first that finds what messages of less than 128 bytes
// have in common, and it takes a third less memory.
var pools = map[bool]*sync.Pool{false: newPool(flate.BestSpeed), true: newPool(flate.BestSpeed + 1)}

func newPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, _ := flate.NewWriter(nil, level) // there is such a level
		return w
	}}
}

// ErrCorrupt is matched by the error for a message that does not inflate: it is
// not DEFLATE, or ends inside a block.
var ErrCorrupt = errors.New("deflate: compressed message that does not inflate (RFC 7692 §7.2.2)")

// A Decompressor gives back one receiver's messages, in the order in which they
// came. It borrows a reader, 45 KB, while a message lasts; in between, with context
// takeover, it holds what the next message may look back at, at most 2 to the power
// of bits bytes. NewDecompressor makes one. Not for concurrent use.
type Decompressor struct {
	takeover bool
	size     int    // of the window
	window   []byte // the end of what was read
	r        *reader
	err      error // after a message: io.EOF, or what broke it
}

// NewDecompressor returns a decompressor for a sender that may look back over 2
// to the power of bits bytes (8 to 15, 0 is 15; §7.1.2) and, with takeover, into the
// messages before (§7.1.1).
func NewDecompressor(bits int, takeover bool) *Decompressor {
	// A zlib that is told to use 8 may use 9.
	return &Decompressor{takeover: takeover, size: 1 << max(9, cmp.Or(bits, 15)), err: io.EOF}
}

// Reset begins the next compressed message: r yields its payload as it was on
// the wire, and io.EOF at the message's end; Read reads from r, and only as much as
// it needs. With takeover, the message before has to be read to its end first.
func (d *Decompressor) Reset(r io.Reader) {
	d.r = readers.Get().(*reader)
	d.r.in, d.r.err = r, nil
	d.r.end.Reset(end)
	d.r.bytes.Reset(d.r)
	d.r.restart(d.window)
}

// Release gives back what d holds, at the end of the connection, be it in the
// middle of a message. A second call does nothing.
func (d *Decompressor) Release() {
	if d.window = nil; d.r != nil {
		d.endMessage(io.EOF)
	}
}

// endMessage gives the reader back, whose flate has ended with err.
func (d *Decompressor) endMessage(err error) {
	switch d.err = err; {
	case d.r.err != nil && d.r.err != io.EOF:
		d.err = d.r.err
	case err != io.EOF:
		d.err = fmt.Errorf("%w: %v", ErrCorrupt, err)
	}
	d.r.in = nil
	readers.Put(d.r)
	d.r = nil
}

// remember keeps what the next message may look back at.
func (d *Decompressor) remember(p []byte) {
	if d.takeover {
		p = p[max(0, len(p)-d.size):]
		over := max(0, len(d.window)+len(p)-d.size)
		d.window = append(slices.Delete(d.window, 0, over), p...)
	}
}

// A reader is flate's reader, and what that reads.
type reader struct {
	flate io.Reader
	bytes *bufio.Reader  // of Read, below; flate takes from it no more than it needs
	in    io.Reader      // the payload,
	end   strings.Reader // and what follows it
	err   error          // of in
}

// tail ends what a flush writes: the lengths in an empty stored block. They are
// the same in every message, so they stay off the wire (§7.2.1). end is what flate
// gets to read behind a payload: tail, and an empty block that is marked as the
// last, at which it stops if it is not inside another.
const (
	tail = "\x00\x00\xff\xff"
	end  = tail + "\x01" + tail
)

var readers = sync.Pool{New: func() any {
	r := new(reader)
	r.bytes = bufio.NewReader(r)
	r.flate = flate.NewReader(r.bytes)
	return r
}}

func (r *reader) restart(window []byte) { r.flate.(flate.Resetter).Reset(r.bytes, window) }

// Read reads the payload, then end.
func (r *reader) Read(p []byte) (n int, err error) {
	if r.err == nil {
		n, r.err = r.in.Read(p)
	}
	if r.err != io.EOF {
		return n, r.err
	}
	m, err := r.end.Read(p[n:])
	return n + m, err
}

// more reports, after a final block, whether the message goes on behind it. It
// does not if the block was end's, or the payload is over.
func (r *reader) more() bool {
	_, err := r.bytes.Peek(1)
	return err == nil && (r.err != io.EOF || r.bytes.Buffered()+r.end.Len() != len(end))
}
