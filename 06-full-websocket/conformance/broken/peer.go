package broken

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"
	"time"
	"unicode/utf8"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/04-frames/frame"
)

// A peer is one end of a connection, small and correct: it echoes messages. A
// fault, if it is not "", is the one rule that it breaks.
type peer struct {
	fault string
	role  frame.Role
	conn  net.Conn
	in    *bufio.Reader

	open    bool // a message goes on
	op      frame.Opcode
	message []byte
	valid   int // bytes of it that are whole characters
	frames  int // that it has had
	keys    uint32
	pinged  []byte // payload of a ping that has no pong yet
}

// ending bounds the end of a connection.
const ending = 2 * time.Second

// errGoodbye ends a conversation in good order.
var errGoodbye = errors.New("both have said goodbye")

// run echoes until somebody says goodbye, breaks a rule, or leaves.
func (p *peer) run() {
	var err error
	for err == nil {
		err = p.turn()
	}
	var broken *frame.Error
	if errors.As(err, &broken) {
		code := broken.Code
		switch p.fault {
		case "M08 leaves without a word when a rule is broken":
		case "M08 says 1000 when a rule is broken":
			code = frame.NormalClosure
			fallthrough
		default:
			p.write(frame.Header{Opcode: frame.Close}, frame.AppendClose(nil, code, broken.Reason()))
		}
	}
	switch p.fault {
	case "the connection is never ended":
		io.Copy(io.Discard, p.conn)
	case "the end comes late":
		<-time.After(1200 * time.Millisecond)
	}
	switch {
	case p.fault == "M29 closes with unread input":
		p.conn.(*net.TCPConn).SetLinger(0) // what the kernel does if input is unread, every time
		p.conn.Close()
	case p.role == frame.Client && err == errGoodbye:
		finish.Await(p.conn, ending)
	default:
		finish.Close(p.conn, ending)
	}
}

// turn reads a frame and does what it asks.
func (p *peer) turn() error {
	h, payload, err := p.header()
	if err != nil {
		return err
	}
	if h.Opcode.Control() && !(p.open && p.fault == "M06 a control frame is part of the message around it") {
		return p.control(h, payload)
	}
	if h.Opcode.Data() {
		p.op, p.message, p.valid, p.frames = h.Opcode, p.message[:0], 0, 0
	}
	if p.frames++; p.frames > 131_072 && p.fault != "M03 there is no limit to a message's frames" {
		return frame.NewError(frame.MessageTooBig, "10.4", "too many frames")
	}
	return p.data(h, payload)
}

// control does what a control frame asks.
func (p *peer) control(h frame.Header, payload io.Reader) error {
	b, err := io.ReadAll(payload)
	if err == nil && uint64(len(b)) < h.Length {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	p.unmask(h, b, 0)
	if p.fault == "M06 a control frame ends the message around it" {
		p.open = false
	}
	switch h.Opcode {
	case frame.Close:
		return p.goodbye(b)
	case frame.Ping:
		p.pong(b)
	}
	return nil
}

// data takes a frame of a message as it comes, and echoes the message when it is
// whole.
func (p *peer) data(h frame.Header, payload io.Reader) error {
	start := len(p.message)
	for got := 0; uint64(got) < h.Length; {
		b := make([]byte, min(h.Length-uint64(got), 32<<10))
		n, err := payload.Read(b)
		p.unmask(h, b[:n], got)
		got += n
		if p.message = append(p.message, b[:n]...); !p.readable(start, false) {
			return frame.NewError(frame.InvalidPayload, "8.1", "text that is not UTF-8")
		}
		if err != nil {
			return io.ErrUnexpectedEOF
		}
	}
	last := h.Fin != (p.fault == "M19 FIN is read the other way round")
	if p.open = !last; p.fault == "M01 no message is put together" {
		last, p.open = true, false
	}
	if !last && p.fault != "M26 text is checked frame by frame" {
		return nil
	}
	if !p.readable(start, true) {
		return frame.NewError(frame.InvalidPayload, "8.1", "text that is not UTF-8")
	}
	if last {
		p.echo()
	}
	return nil
}

// echo sends the message back.
func (p *peer) echo() {
	op, message := p.op, p.message
	switch p.fault {
	case "messages are echoed in fragments", "fragments are no continuations":
		half := len(message) / 2
		p.writeFrame(frame.Header{Opcode: op}, message[:half])
		p.write(frame.Header{Opcode: frame.Ping}, nil)
		if message = message[half:]; p.fault == "messages are echoed in fragments" {
			op = frame.Continuation
		}
	case "text is echoed as binary":
		op = frame.Binary
	case "answers are dropped when a Close comes":
		if next, _ := p.in.Peek(min(1, p.in.Buffered())); len(next) > 0 && next[0] == 0x88 {
			return
		}
	}
	p.write(frame.Header{Opcode: op}, message)
	if p.fault == "pongs come behind messages" && p.pinged != nil {
		p.write(frame.Header{Opcode: frame.Pong}, p.pinged)
		p.pinged = nil
	}
}

// readable reports whether the message, whose last frame begins at start, is
// text so far, or, at its end, altogether; or no text at all.
func (p *peer) readable(start int, end bool) bool {
	switch {
	case p.op != frame.Text, p.fault == "M26 text is not checked":
		return true
	case p.fault == "M26 text is repaired":
		if end {
			p.message = []byte(strings.ToValidUTF8(string(p.message), "\uFFFD"))
		}
		return true
	case p.fault == "M26 text is checked at its end" && !end:
		return true
	case p.fault == "M26 text is checked frame by frame" && end:
		p.valid = start
	}
	for p.valid < len(p.message) {
		r, n := utf8.DecodeRune(p.message[p.valid:])
		if r == utf8.RuneError && n <= 1 {
			return !end && !utf8.FullRune(p.message[p.valid:])
		}
		p.valid += n
	}
	return true
}

func (p *peer) pong(payload []byte) {
	h := frame.Header{Opcode: frame.Pong}
	switch p.fault {
	case "M07 a ping is not answered":
		return
	case "M07 every pong answers the first ping":
		if p.pinged == nil {
			p.pinged = payload
		}
		payload = p.pinged
	case "pongs come behind messages":
		p.pinged = append([]byte{}, payload...)
		return
	case "M07 a ping is answered with a ping":
		h.Opcode = frame.Ping
	case "M07 a ping is answered with a text":
		h.Opcode = frame.Text
	case "M07 a pong has no payload":
		payload = nil
	}
	p.write(h, payload)
}

// goodbye answers a Close.
func (p *peer) goodbye(payload []byte) error {
	h := frame.Header{Opcode: frame.Close}
	if _, _, err := frame.ParseClose(payload); err != nil && p.fault != "M08 any Close is a good one" {
		return err
	}
	switch p.fault {
	case "M08 a Close is not answered":
		io.Copy(io.Discard, p.in) // as if nothing had come
		return errGoodbye
	case "every Close is answered with 1000":
		payload = []byte{3, 0xe8}
	case "M08 a Close is answered with code 8":
		payload = []byte{0, 8}
	case "M08 a Close is answered with a reason and no code":
		payload = []byte("bye")
	case "M08 a Close is answered twice":
		p.write(h, payload)
	case "M08 a text follows the Close":
		p.write(h, payload)
		h.Opcode, payload = frame.Text, []byte("one more thing")
	}
	p.write(h, payload)
	if p.fault == "M08 after a Close all goes on" {
		return nil
	}
	return errGoodbye
}
