package websocket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// Step 5: chapter 05's loop, grown up: frames are read as they come, and a
// message is what their payloads make together. How frames leave, whoever
// writes them, is in wire.go.

// A Conn is one WebSocket connection, on either side. One goroutine reads; any
// number write, ping and close.
type Conn struct {
	nc          net.Conn
	tcp         *net.TCPConn // nc, if it is one
	role        frame.Role   // ours
	subprotocol string
	tap         func(sent bool, h frame.Header, wire []byte) // Options.Tap

	// Reading.
	reading   sync.Mutex
	in        input
	limit     int64         // bytes of a message
	fragments int           // and its frames
	half      *frame.Header // of a control frame whose payload is still to come
	sequence  sequence
	frame     frame.Header // the data frame under way,
	pos       uint64       // and how much of its payload is read
	unread    bool         // a message is under way
	size      int64        // of it, so far
	more      atomic.Bool  // something of the next has come
	text      text
	reader    reader
	pings     pings

	wire        wire
	writeTime   time.Duration
	compression *compression // nil: not agreed on
	silence     *silence     // nil: no keepalive

	bounds  bounds
	err     error         // why the connection is over;
	done    chan struct{} // closed when err is set
	groups  []*Group      // that hear of it,
	cancels []context.CancelFunc
}

func newConn(nc net.Conn, role frame.Role, agreed *handshake.Agreement, o *Options) *Conn {
	c := &Conn{
		nc: nc, role: role, subprotocol: agreed.Subprotocol, tap: o.Tap,
		limit: o.Limit, fragments: o.Fragments, writeTime: o.WriteTime,
		done: make(chan struct{}),
	}
	c.tcp, _ = nc.(*net.TCPConn)
	c.in.c, c.in.raw.conn = c, rawConn(nc)
	c.in.expect(0)
	c.in.prime(agreed.Rest)
	c.wire.raw.conn = c.in.raw.conn
	c.wire.changed.L = &c.wire.mu
	c.bounds.messageTime = o.MessageTime
	c.reader.c = c
	c.tapHandshake(agreed)
	c.compress(agreed, o)
	c.keepAlive(o.KeepaliveInterval, o.KeepaliveWait)
	return c
}

// tapHandshake shows the heads of the handshake in the order of time.
func (c *Conn) tapHandshake(agreed *handshake.Agreement) {
	if c.tap == nil {
		return
	}
	if c.role == frame.Client {
		c.tap(true, frame.Header{}, agreed.Sent)
	}
	c.tap(false, frame.Header{}, agreed.Received)
	if c.role == frame.Server {
		c.tap(true, frame.Header{}, agreed.Sent)
	}
}

// nextMessage waits for the first frame of the next message. What was not read
// of the one before is read and dropped.
func (c *Conn) nextMessage() (Opcode, error) {
	if err := c.dropMessage(); err != nil {
		return 0, err
	}
	c.size, c.text = 0, text{}
	if err := c.nextFrame(); err != nil {
		return 0, err
	}
	c.beginPacked()
	return c.sequence.op, nil
}

// dropMessage reads what is left of a message that nobody will.
func (c *Conn) dropMessage() error {
	if !c.unread {
		return nil
	}
	scrap := borrow(large)
	defer giveBack(scrap)
	for {
		if _, err := c.readMessage(scrap[:cap(scrap)]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// nextFrame reads the header of the next data frame, and checks it by what came
// before. The payload is left to be read. Control frames on the way are dealt
// with: neither messages nor fragments notice.
func (c *Conn) nextFrame() error {
	for {
		if err := c.awaitFrame(); err != nil {
			return err
		}
		h, err := c.readHeader()
		if err != nil {
			return err
		}
		if !h.Opcode.Control() {
			c.frame, c.pos, c.unread = h, 0, true
			c.in.expect(h.Length)
			return c.sequence.Next(h, c.fragments)
		}
		if err := c.readControl(h); err != nil {
			return err
		}
		if !c.unread {
			c.unboundMessage()
		}
	}
}

// awaitFrame waits for the first byte of a frame. Nearly all the time of a
// connection passes here, so the way here is short: it is the stack of
// everybody who waits.
func (c *Conn) awaitFrame() error {
	if c.over() {
		return c.err // whatever c.in still holds came too late (§5.5.1, §7.1.7)
	}
	if c.half != nil || c.in.Buffered() > 0 {
		return nil
	}
	err := c.in.more()
	if err == io.EOF {
		return &lostError{"the peer hung up without a Close", err}
	}
	return err
}

// readHeader reads a header, of which some bytes have come.
func (c *Conn) readHeader() (h frame.Header, err error) {
	if c.half != nil {
		h, c.half = *c.half, nil
		return h, nil
	}
	h, err = frame.ReadHeader(&c.in, c.sequence.rules(frame.Rules{From: other(c.role), Rsv: c.rsv(), Limit: c.wireLimit()}))
	if err == nil && c.tap != nil {
		c.tap(false, h, h.Append(nil)) // as they came: there is one form only
	}
	return h, err
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
		if more := c.in.Buffered() > 0; more != c.more.Load() {
			c.more.Store(more)
		}
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
		if err := c.nextFrame(); err != nil {
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
	room := max(len(buf), 2*c.in.Buffered(), small)
	if c.frame.Fin && !c.packed() {
		room = int(min(uint64(room), c.frame.Length-c.pos))
	}
	return slices.Grow(buf, room)
}

// other is the role of whoever talks to role.
func other(role frame.Role) frame.Role {
	if role == frame.Client {
		return frame.Server
	}
	return frame.Client
}

// unexpected is the error of a read inside a frame.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// LocalAddr returns this end's address.
func (c *Conn) LocalAddr() net.Addr { return c.nc.LocalAddr() }

// RemoteAddr returns the other end's address.
func (c *Conn) RemoteAddr() net.Addr { return c.nc.RemoteAddr() }

// Subprotocol returns what the handshake agreed on; "" is none.
func (c *Conn) Subprotocol() string { return c.subprotocol }
