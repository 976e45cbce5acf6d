package websocket

import (
	"cmp"
	"errors"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
)

// Compression is what one side wishes for permessage-deflate (RFC 7692); the
// handshake settles on what both can do, or on none. The zero value keeps both
// windows from message to message (context takeover, §7.1.1), which compresses
// best, and costs memory from a connection's first compressed message to its end:
// 0.8 MB on the side that compresses, 32 KiB on the other. ServerNoTakeover and
// ClientNoTakeover cost neither.
//
// The message limit counts what comes out: a small message that would inflate to
// more is refused with 1009 as soon as it has.
type Compression struct {
	deflate.Params

	// Threshold is from how many bytes on a message is compressed; 0 is 512, and 1
	// all but the empty one. It counts for WriteMessage, Queue and Broadcast. What a
	// NextWriter sends is compressed in any case. It is not negotiated: each side has
	// its own.
	Threshold int
}

// rsv1 marks the first frame of a compressed message (RFC 7692 §6).
const rsv1 = 4

// compression is the state of a connection that has agreed on it.
type compression struct {
	threshold int

	in     *deflate.Decompressor
	packed bool // the message under way is compressed

	out    *deflate.Compressor // for whoever has the turn
	bits   int                 // of its window
	forget bool                // the peer's window is no longer out's: see Group
}

// offers are the client's.
func (o *Options) offers() []handshake.Extension {
	if o.Compression == nil {
		return nil
	}
	return []handshake.Extension{o.Compression.Offer()}
}

// agree is the client's check of the server's answer.
func (o *Options) agree(accepted []handshake.Extension) (err error) {
	o.agreed, err = o.Compression.Agree(accepted)
	return err
}

// negotiate is the server's answer.
func (o *Options) negotiate(offers []handshake.Extension) (accepted []handshake.Extension) {
	if o.Compression == nil {
		return nil
	}
	agreed, answer, ok := o.Compression.Negotiate(offers)
	if ok {
		o.agreed, accepted = agreed, []handshake.Extension{answer}
	}
	return accepted
}

// compress begins the compression that the handshake has agreed on, if it has.
func (c *Conn) compress(agreed *handshake.Agreement, o *Options) {
	if len(agreed.Extensions) == 0 {
		return
	}
	p := o.agreed
	ours, theirs, weForget, theyForget := p.ServerBits, p.ClientBits, p.ServerNoTakeover, p.ClientNoTakeover
	if c.role == frame.Client {
		ours, theirs, weForget, theyForget = theirs, ours, theyForget, weForget
	}
	c.compression = &compression{
		threshold: cmp.Or(o.Compression.Threshold, 512), bits: cmp.Or(ours, 15),
		in:  deflate.NewDecompressor(theirs, !theyForget),
		out: deflate.NewCompressor(ours, !weForget),
	}
}

// packed reports whether the message that is being read is compressed.
func (c *Conn) packed() bool { return c.compression != nil && c.compression.packed }

// beginPacked is called after the first header of a message, or where it should
// have come.
func (c *Conn) beginPacked() {
	if z := c.compression; z != nil {
		if z.packed = c.unread && c.frame.Rsv&rsv1 != 0; z.packed {
			z.in.Reset(payload{c})
		}
	}
}

// payload reads a message as it is on the wire.
type payload struct{ c *Conn }

func (p payload) Read(b []byte) (int, error) { return p.c.readPayload(b) }

// readPacked is a Read of a compressed message.
func (c *Conn) readPacked(p []byte) (int, error) {
	n, err := c.compression.in.Read(p)
	if errors.Is(err, deflate.ErrCorrupt) {
		err = frame.NewError(frame.InvalidPayload, "7.4.1", err.Error())
	}
	return n, err
}

// pack returns what p, the next piece of our message, becomes, in a borrowed
// buffer. The mutex is held before and after, but not while it works; the turn
// is: messages have to leave in the order in which they were compressed.
func (c *Conn) pack(p []byte, fin bool) []byte {
	z := c.compression
	if z.forget {
		z.forget = false
		z.out.Forget()
	}
	c.wire.mu.Unlock()
	defer c.wire.mu.Lock()
	return z.out.Append(buffer.Borrow(len(p)+buffer.Small), p, fin)
}
