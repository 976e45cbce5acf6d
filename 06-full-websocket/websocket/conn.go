package websocket

import (
	"fmt"
	"io"
	"math"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// Step 5: chapter 05's loop, grown up: frames are read as they come, and a
// message is what their payloads make together. How frames leave, whoever
// writes them, is in wire.go.

// A Conn is one WebSocket connection, on either side: Accept, Upgrade and Dial
// make one. One goroutine reads; any number write, ping and close. Every method
// may be called at any time, from anywhere, also after the end.
//
// Somebody has to read for as long as the connection lasts: pings are answered, and
// the peer's Close is seen, by whoever is in ReadMessage, NextReader or its reader,
// or Shutdown, or by CloseRead. And somebody has to call Close, or Shutdown, unless
// a read has failed: that closes too.
type Conn struct {
	subprotocol string                                       // that the handshake agreed on
	role        frame.Role                                   // ours
	ended       atomic.Bool                                  // the connection is over: err says why, and stays
	err         error                                        // set by end, in close.go
	atEnd       func()                                       // is called then: it cancels contexts
	tap         func(sent bool, h frame.Header, wire []byte) // Options.Tap; nil: none

	// Reading. Whoever reads holds the mutex.
	reading   sync.Mutex
	in        buffer.Reader // the connection below, and what has come and is not read yet
	limit     int64         // bytes that a message may have; negative: any number
	fragments int32         // frames that it may have
	half      *frame.Header // of a control frame whose payload is still to come; nil: none
	sequence  sequence      // which frame may follow
	frame     frame.Header  // the data frame under way,
	pos       uint64        // and how much of its payload is read
	size      int64         // how much of the message is read, inflated
	text      text          // whether that is UTF-8
	unread    bool          // a message is under way: its first header is read, its end is not
	timed     bool          // the message has a time to be complete: see deadline.go
	more      atomic.Bool   // when the last one was complete, more had come behind it: see Queue
	taken     atomic.Bool   // Shutdown reads: what is read in pieces would not be whole
	pings     pings         // ours that wait for their pongs: see control.go

	// Writing, and what is of both directions.
	wire        wire          // the frames that wait to leave, and who writes them: see wire.go
	writeTime   time.Duration // for one write: Options.WriteTime
	compression *compression  // of both directions; nil: not agreed on
	silence     *silence      // keepalive, which notices a peer that is gone; nil: none

	bounds bounds // the deadlines; their mutex is held to set err and atEnd, too
}

func newConn(nc net.Conn, role frame.Role, agreed *handshake.Agreement, o *Options) *Conn {
	c := &Conn{
		role: role, subprotocol: agreed.Subprotocol, tap: o.Tap, atEnd: func() {},
		limit: o.Limit, fragments: int32(min(o.Fragments, math.MaxInt32)), writeTime: o.WriteTime,
	}
	c.in.Init(nc, agreed.Rest, (*hooks)(c))
	c.bounds.messageTime = o.MessageTime
	c.compress(agreed, o)
	c.keepAlive(o.KeepaliveInterval, o.KeepaliveWait)
	if c.tap != nil {
		first, second := agreed.Sent, agreed.Received
		if role == frame.Server {
			first, second = second, first
		}
		c.tap(role == frame.Client, frame.Header{}, first)
		c.tap(role == frame.Server, frame.Header{}, second)
	}
	return c
}

// nextMessage waits for the first frame of the next message. What was not read
// of the one before is read and dropped.
func (c *Conn) nextMessage() (Opcode, error) {
	for c.unread {
		if err := c.dropMessage(); err != nil && err != io.EOF {
			return 0, err
		}
	}
	c.size, c.text = 0, text{}
	if c.in.Buffered() == 0 && c.half == nil && !c.over() {
		// Nearly all the time of a connection passes here. Waiting further in
		// would do, but from here the way is shorter, and so is everybody's stack.
		if err := c.in.More(); err != nil {
			return 0, err
		}
	}
	err := c.nextFrame()
	c.beginPacked()
	return c.sequence.op, err
}

// dropMessage reads a piece of a message that nobody wants; io.EOF is its end.
func (c *Conn) dropMessage() error {
	scrap := buffer.Borrow(buffer.Large)
	defer buffer.GiveBack(scrap)
	_, err := c.readMessage(scrap[:cap(scrap)])
	return err
}

// nextFrame reads the header of the next data frame, and checks it by what came
// before. The payload is left to be read. Control frames on the way are dealt
// with: neither messages nor fragments notice. (One function more between here and
// frame.ReadHeader, and each connection's stack doubles: see the test.)
func (c *Conn) nextFrame() error {
	for !c.over() { // what c.in holds then is too late (§5.5.1, §7.1.7)
		var h frame.Header
		var err error
		if c.half != nil {
			h = *c.half // once more: its payload was not whole
		} else {
			h, err = frame.ReadHeader(&c.in, c.rules())
		}
		if err != nil {
			return err
		}
		if c.tap != nil && c.half == nil {
			c.tap(false, h, h.Append(nil)) // it has one form only
		}
		if err := c.sequence.Next(h, c.fragments); err != nil {
			return err
		}
		if !h.Opcode.Control() {
			c.frame, c.pos, c.unread = h, 0, true
			c.in.Expect(h.Length)
			return nil
		}
		if err := c.readControl(h); err != nil {
			return err
		}
		if !c.unread {
			c.unboundMessage()
		}
	}
	return c.err
}

// rules are what the next header is checked against. Compressed, a message that
// just keeps the limit may be a little longer on the wire.
func (c *Conn) rules() frame.Rules {
	r := frame.Rules{From: c.role.Other(), Limit: c.limit}
	if c.compression != nil {
		r.Rsv = rsv1
		r.Limit += r.Limit/64 + 1024
	}
	if c.limit < 0 {
		r.Limit = -1
	}
	return c.sequence.Rules(r)
}

// errCut is io.EOF between two frames of a message: it is not the message's end.
var errCut = fmt.Errorf("inside a message: %w", io.EOF)

// unexpected is the error of a read inside a frame.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readMessage is a Read of the message under way; io.EOF is its end.
func (c *Conn) readMessage(p []byte) (n int, err error) {
	if c.over() {
		return 0, c.err
	}
	if c.packed() {
		n, err = c.readPacked(p)
	} else {
		n, err = c.readPayload(p)
	}
	c.size += int64(n)
	switch whole := err == io.EOF; {
	case err != nil && !whole:
		return n, err
	case c.limit >= 0 && c.size > c.limit:
		return n, frame.NewError(frame.MessageTooBig, "10.4", fmt.Sprintf("message of %d bytes or more, at most %d allowed", c.size, c.limit))
	case c.sequence.op == Text && !c.text.Check(p[:n]):
		return n, frame.NewError(frame.InvalidPayload, "8.1", "text message that is not UTF-8")
	case whole && !c.text.Done():
		return n, frame.NewError(frame.InvalidPayload, "8.1", "text message that ends inside a character")
	case whole:
		c.unread = false
		c.more.Store(c.in.Buffered() > 0)
		c.unboundMessage()
	}
	return n, err
}

// readPayload is a Read of the message's payload as it is on the wire, but
// without its mask. It goes from frame to frame; io.EOF is the end of the last.
func (c *Conn) readPayload(p []byte) (n int, err error) {
	for c.pos == c.frame.Length {
		if c.frame.Fin {
			return 0, io.EOF
		}
		if err := c.nextFrame(); err == io.EOF {
			return 0, errCut
		} else if err != nil {
			return 0, err
		}
	}
	n, err = c.in.Read(p[:min(uint64(len(p)), c.frame.Length-c.pos)])
	if err != nil {
		return 0, unexpected(err)
	}
	if c.tap != nil {
		c.tap(false, c.frame, p[:n])
	}
	if c.frame.Masked {
		mask.XOR(p[:n], c.frame.Key, int(c.pos%4)) // where in the key, however long the frame
	}
	c.pos += uint64(n)
	if c.frame.Fin && c.pos == c.frame.Length {
		err = io.EOF
	}
	return n, err
}

// roomForMore returns buf with room for the next piece of the message. Room
// grows with what has come, never by what is announced.
func (c *Conn) roomForMore(buf []byte) []byte {
	if len(buf) < cap(buf) {
		return buf
	}
	room := max(len(buf), 2*c.in.Buffered(), buffer.Small)
	if c.frame.Fin && !c.packed() {
		room = int(min(uint64(room), c.frame.Length-c.pos))
	}
	return slices.Grow(buf, room)
}

// LocalAddr returns this end's address, that of the connection below, also after
// the end.
func (c *Conn) LocalAddr() net.Addr { return c.in.Conn.LocalAddr() }

// RemoteAddr returns the other end's address, that of the connection below, also
// after the end. Behind a proxy it is the proxy's.
func (c *Conn) RemoteAddr() net.Addr { return c.in.Conn.RemoteAddr() }

// Subprotocol returns what the handshake agreed on; "" is none (RFC 6455 §1.9).
func (c *Conn) Subprotocol() string { return c.subprotocol }
