package conformance

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// A Peer is a connection to whoever is judged.
type Peer struct {
	role frame.Role                           // the judge's
	dial func(context.Context) (*Peer, error) // another connection; nil if a client is judged

	ctx   context.Context
	conn  net.Conn
	inbox *inbox
	in    *bufio.Reader // what inbox has
	done  chan struct{} // closed when inbox has ended
	stop  func() bool   // cutting the connection when ctx is done

	patience time.Duration // for what has to come
	hurry    time.Duration // for what should come at once
	zeroKey  bool          // frames are masked with zeros, unless the case names a key

	// The handshake.
	host, target string // what the judge's request asks for
	key          string // of the judge's request
	asked        string // the judge's request, as far as it was sent
	response     head   // of a server that is judged
	request      head   // of a client that is judged, once it has been read
	agreed       string // Sec-WebSocket-Extensions of the response

	// The conversation.
	rsv    byte            // bits that an extension has given a meaning
	pmd    *pmd            // permessage-deflate, once it is agreed on
	rest   []byte          // what sendRest sends
	mute   bool            // a failing Close is not answered
	inside bool            // a message of the peer's is open
	cut    bool            // a write has found the connection reset: then no read tells
	sent   map[string]bool // payloads of our pings and pongs
	log    []Done
	notes  []*Finding

	// Of a client: what it has shown on other connections too.
	seen    *seen
	keySeen int  // on how many others it sent the same Sec-WebSocket-Key
	masked  bool // it has sent a frame,
	maskOld int  // and began with the same masking key on so many others
}

func newPeer(ctx context.Context, conn net.Conn, role frame.Role, o Options) *Peer {
	p := &Peer{
		role: role, ctx: ctx, conn: conn, done: make(chan struct{}),
		patience: o.Patience, hurry: o.Patience * 2 / 5, zeroKey: o.ZeroKey,
		inbox: newInbox(o.Patience), sent: make(map[string]bool),
	}
	p.in = bufio.NewReader(p.inbox)
	p.stop = context.AfterFunc(ctx, func() { conn.Close() })
	go func() {
		defer close(p.done)
		p.inbox.fill(conn)
	}()
	return p
}

// close cuts the connection, and waits for the inbox to end.
func (p *Peer) close() {
	p.stop()
	p.conn.Close()
	<-p.done
}

// Note records a finding that does not end the case.
func (p *Peer) Note(v Verdict, expected, got string) {
	p.notes = append(p.notes, &Finding{Verdict: v, Expected: expected, Got: got})
}

// write sends b, in pieces of n bytes if n is not 0, with a pause between them.
// A peer that has left is no error: what it said before is read later.
func (p *Peer) write(b []byte, n int, pause time.Duration) {
	if n == 0 {
		n = 64 << 10
	}
	for len(b) > 0 {
		piece := b[:min(n, len(b))]
		p.conn.SetWriteDeadline(time.Now().Add(p.patience))
		if _, err := p.conn.Write(piece); err != nil {
			p.cut = p.cut || errors.Is(err, syscall.ECONNRESET)
			return
		}
		if b = b[len(piece):]; pause > 0 && len(b) > 0 && !p.sleep(pause) {
			return
		}
	}
}

// halfClose ends the judge's side of the connection; the other may go on.
func (p *Peer) halfClose() {
	if c, ok := p.conn.(interface{ CloseWrite() error }); ok {
		c.CloseWrite()
	}
}

// sleep reports whether it slept to the end.
func (p *Peer) sleep(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-p.ctx.Done():
		return false
	}
}

// send writes frames, and takes note of them.
func (p *Peer) send(frames []draft, n int, pause time.Duration) {
	p.write(p.encode(nil, frames), n, pause)
}

// encode appends frames to dst, and takes note of them.
func (p *Peer) encode(dst []byte, frames []draft) []byte {
	for _, f := range frames {
		start := len(dst)
		if p.zeroKey && f.key == nil {
			f = f.keyed([4]byte{})
		}
		dst = f.append(dst, p.role)
		p.record(Traffic{Sent: true, B: dst[start:]})
		if f.op == frame.Ping || f.op == frame.Pong {
			p.sent[f.payload] = true
		}
	}
	return dst
}

// keep is how many bytes of a frame, and how many frames of a step, are kept
// for the report.
const (
	keep     = 256
	keepMany = 4
)

func (p *Peer) record(t Traffic) {
	if len(p.log) == 0 {
		p.log = append(p.log, Done{})
	}
	if len(t.B) > keep && !t.Head {
		t.B, t.Cut = t.B[:keep], true
	}
	t.B = append([]byte(nil), t.B...)
	now := &p.log[len(p.log)-1]
	if now.Traffic = append(now.Traffic, t); len(now.Traffic) > keepMany {
		now.Traffic = now.Traffic[1:]
		now.Left++
	}
}

// received is a frame from the peer, its payload without the mask.
type received struct {
	frame.Header
	payload []byte
}

// String tells the frame in a few words.
func (f received) String() string {
	return draft{op: f.Opcode, fin: f.Fin, rsv: f.Rsv, payload: string(f.payload)}.String()
}

// The ways in which no frame comes.
var (
	errSilent = errors.New("it is silent")
	errEnded  = errors.New("it has ended the connection")
	errReset  = errors.New("it has reset the connection")
)

// ended reports whether err is the end of the connection, in whatever way.
func ended(err error) bool { return err == errEnded || err == errReset }

// next returns the peer's next frame, checked by the rules that hold for its
// side. The error is errSilent, errEnded, errReset, or a *Finding: a rule is broken.
func (p *Peer) next() (f received, err error) {
	rules := frame.Rules{From: frame.Server, Place: frame.Between, Rsv: p.rsv, Limit: -1}
	if p.role == frame.Server {
		rules.From = frame.Client
	}
	if p.inside {
		rules.Place = frame.Inside
	}
	f.Header, f.payload, err = frame.Read(p.in, rules)
	if err != nil {
		return f, p.explain(err)
	}
	p.record(Traffic{B: append(f.Header.Append(nil), f.payload[:min(len(f.payload), keep)]...), Cut: len(f.payload) > keep})
	if f.Masked {
		mask.XOR(f.payload, f.Key, 0)
		if !p.masked && p.seen != nil {
			p.masked, p.maskOld = true, p.seen.mask(f.Key)
		}
	}
	if !f.Opcode.Control() {
		p.inside = !f.Fin
	}
	return f, nil
}

// explain says what an error of frame.Read means.
func (p *Peer) explain(err error) error {
	if found := breach("a frame that keeps the rules", err); found != nil {
		b, _ := p.in.Peek(p.in.Buffered())
		p.record(Traffic{B: b, Cut: true})
		return found
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSilent
	case errors.Is(err, errFlood):
		return failed("an answer", "it sent "+err.Error())
	case errors.Is(err, io.ErrUnexpectedEOF):
		return failed("a whole frame, or none", "the connection ended inside a frame")
	case errors.Is(err, io.EOF) && !p.cut:
		return errEnded
	}
	return errReset
}

// event returns the next frame that means something to a case: pings are
// answered, and pongs that answer nothing of ours are passed over (§5.5.3).
func (p *Peer) event() (received, error) {
	for {
		f, err := p.next()
		switch {
		case err == nil && f.Opcode == frame.Ping:
			p.write(pong(string(f.payload)).append(nil, p.role), 0, 0)
		case err == nil && f.Opcode == frame.Pong && !p.sent[string(f.payload)]:
		default:
			return f, err
		}
	}
}

// eventWithin is event with less patience.
func (p *Peer) eventWithin(d time.Duration) (received, error) {
	p.inbox.patience = d
	defer func() { p.inbox.patience = p.patience }()
	return p.event()
}

// wait waits for the peer to say something, or to end the connection.
func (p *Peer) wait(d time.Duration) bool { return p.in.Buffered() > 0 || p.inbox.wait(d) }

// got tells what came, for a finding.
func got(f received, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("it sent %v", f)
}
