package websocket

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// Step 5: chapter 05's loop, grown up: frames are read as they come, and
// written whole, one at a time, whoever writes.

// A Conn is one WebSocket connection, on either side. One goroutine reads; any
// number write, ping and close.
type Conn struct {
	nc          net.Conn
	role        frame.Role // ours
	o           Options
	subprotocol string

	// Reading.
	reading  sync.Mutex // held for a message
	in       *bufio.Reader
	inside   bool          // a data frame: its header is read, its payload may not be
	half     *frame.Header // of a control frame whose payload is still to come
	sequence sequence
	text     text
	pings    pings

	// Writing.
	message   chan struct{} // has room for one: whoever is in the middle of a message
	wire      sync.Mutex    // held for a frame
	out       []byte        // the frame under way
	closeSent bool

	// Deadlines, and the end, after which the caller sets none.
	bounds   sync.Mutex    // held to set a deadline, and to end
	callerBy time.Time     // what SetWriteDeadline said; zero is never
	frameBy  time.Time     // Options.WriteTime after the frame under way began
	err      error         // why the connection is over;
	done     chan struct{} // closed when err is set
}

func newConn(nc net.Conn, role frame.Role, agreed *handshake.Agreement, o Options) *Conn {
	return &Conn{
		nc: nc, role: role, o: o, subprotocol: agreed.Subprotocol,
		in:      bufio.NewReader(agreed.Reader(nc)),
		message: make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
}

// readFrame reads the next frame's header, and checks it by what came before.
// The payload is left to be read.
func (c *Conn) readFrame() (h frame.Header, err error) {
	if c.over() {
		return h, c.err // whatever c.in still holds came too late (§5.5.1, §7.1.7)
	}
	c.inside = false
	if c.half != nil {
		h, c.half = *c.half, nil
		return h, nil
	}
	h, err = frame.ReadHeader(c.in, c.sequence.rules(frame.Rules{From: other(c.role), Limit: c.o.Limit}))
	if err != nil {
		return h, err
	}
	c.inside = !h.Opcode.Control()
	return h, c.sequence.Next(h, c.o.Fragments)
}

// chunk is how much room a message gets before its bytes have come.
const chunk = 32 << 10

// readPayload appends the payload of a data frame to buf as it arrives, without
// its mask. Room grows with what has arrived, never by what is announced; text
// is checked piece by piece.
func (c *Conn) readPayload(buf []byte, h frame.Header) ([]byte, error) {
	for pos, left := 0, h.Length; left > 0; {
		buf = slices.Grow(buf, int(min(left, chunk)))
		part := buf[len(buf):cap(buf)]
		n, err := c.in.Read(part[:min(uint64(len(part)), left)])
		part = part[:n]
		if h.Masked {
			pos = mask.XOR(part, h.Key, pos) % 4 // where in the key, however long the frame
		}
		if c.sequence.op == Text && !c.text.Check(part) {
			return nil, frame.NewError(frame.InvalidPayload, "8.1", "text message that is not UTF-8")
		}
		if buf, left = buf[:len(buf)+n], left-uint64(n); err != nil {
			return nil, unexpected(err)
		}
	}
	if h.Fin && c.sequence.op == Text && !c.text.Done() {
		return nil, frame.NewError(frame.InvalidPayload, "8.1", "text message that ends inside a character")
	}
	return buf, nil
}

// writeFrame writes a frame with payload p in one piece; a client's is masked,
// in a copy, with a key of its own. After our Close it writes nothing more.
func (c *Conn) writeFrame(h frame.Header, p []byte) error {
	c.wire.Lock()
	defer c.wire.Unlock()
	if c.over() {
		return c.err
	}
	if c.closeSent {
		return ErrCloseSent
	}
	c.closeSent = h.Opcode == frame.Close
	h.Length = uint64(len(p))
	if c.role == frame.Client {
		h.Masked, h.Key = true, mask.NewKey()
	}
	c.out = h.Append(c.out[:0])
	payload := len(c.out)
	c.out = append(c.out, p...)
	if h.Masked {
		mask.XOR(c.out[payload:], h.Key, 0)
	}
	c.boundFrame()
	if _, err := c.nc.Write(c.out); err != nil {
		c.abort("write failed", err)
		return c.err
	}
	if cap(c.out) > chunk {
		c.out = nil
	}
	return nil
}

// beginMessage waits until no other message is being written, for WriteTime at
// most.
func (c *Conn) beginMessage(op Opcode) error {
	if !op.Data() {
		return errors.New("websocket: a message is Text or Binary, not " + op.String())
	}
	select {
	case c.message <- struct{}{}:
		return nil
	default: // somebody is in the middle of one
	}
	wait := time.NewTimer(c.o.WriteTime)
	defer wait.Stop()
	select {
	case c.message <- struct{}{}:
		return nil
	case <-c.done:
		return c.err
	case <-wait.C:
		return fmt.Errorf("websocket: another message was not ended within %v: %w", c.o.WriteTime, os.ErrDeadlineExceeded)
	}
}

func (c *Conn) endMessage() { <-c.message }

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
