package poison

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"

	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// mostMessage bounds a frame's payload, and a response that B reads.
const mostMessage = 1 << 16

// BrowserA opens the attacker's page, which connects to evil.example and does
// what m.Page says. It returns the last frame that the page had sent, as it
// was on the wire.
func (s *Stage) BrowserA(ctx context.Context, m Mode) (wire []byte, err error) {
	s.say("browser A", "shows evil's page, which opens ws://evil.example/")
	err = s.dial(ctx, s.Evil, func(conn net.Conn, rw io.ReadWriter) error {
		agreed, err := handshake.Connect(conn, handshake.Offer{
			Target: &handshake.Target{
				Address: s.Evil, Host: "evil.example", RequestTarget: "/",
			},
			Origin: "http://evil.example",
			Limits: s.limits(),
		})
		if err != nil {
			return err
		}
		b := &browser{stage: s, in: bufio.NewReader(agreed.Reader(rw)), out: rw}
		if m.Keys != nil {
			b.nextKey = m.Keys()
		}
		err = m.Page(b.send)
		wire = b.wire
		return err
	})
	return wire, err
}

// A browser is what stands between a page and the wire.
type browser struct {
	stage   *Stage
	in      *bufio.Reader
	out     io.Writer
	nextKey func() [4]byte // nil: does not mask
	wire    []byte         // the last frame sent
}

// send is a [Send]: what ws.send and ws.onmessage are to a page.
func (b *browser) send(op frame.Opcode, payload []byte) (answer []byte, err error) {
	h := frame.Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	masked := bytes.Clone(payload)
	if b.nextKey != nil {
		h.Masked, h.Key = true, b.nextKey()
		mask.XOR(masked, h.Key, 0)
	}
	b.wire = append(h.Append(nil), masked...)

	b.stage.say("page", "asks to send %s", preview(op, payload))
	b.stage.say("browser A", "sends %d bytes: %s", len(b.wire), first(b.wire, 14))
	if _, err := b.out.Write(b.wire); err != nil {
		return nil, err
	}
	_, answer, err = frame.Read(b.in, frame.Rules{From: frame.Server, Limit: mostMessage})
	return answer, err
}

// VictimB asks for http://cdn.example/lib.js, as any page that uses the script
// would make it do, and returns what came.
func (s *Stage) VictimB(ctx context.Context) (script string, err error) {
	s.say("victim B", "asks for http://cdn.example/lib.js")
	err = s.dial(ctx, s.CDN, func(_ net.Conn, rw io.ReadWriter) error {
		if _, err := io.WriteString(rw, Lure); err != nil {
			return err // the very bytes of the lure, but here they are honest
		}
		in := bufio.NewReader(io.LimitReader(rw, mostMessage))
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(resp.Body)
		if err == nil && resp.StatusCode != 200 {
			err = fmt.Errorf("the answer is %.40q, not 200", resp.Status)
		}
		script = string(body)
		return err
	})
	return script, err
}

// dial connects to address and lets talk use the connection, through rw with a
// bound on each read and write. ctx ends it.
func (s *Stage) dial(
	ctx context.Context, address string,
	talk func(conn net.Conn, rw io.ReadWriter) error,
) error {
	d := net.Dialer{Timeout: s.patience}
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	rw := server.WithIdle(ctx, conn, s.patience)
	defer rw.Release()

	err = talk(conn, rw)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// preview shows what a page asks to send.
func preview(op frame.Opcode, payload []byte) string {
	if op == frame.Text {
		return fmt.Sprintf("%d bytes of text: %.31q", len(payload), payload)
	}
	return fmt.Sprintf("%d bytes: %s", len(payload), first(payload, 14))
}

// first shows the first n bytes of b.
func first(b []byte, n int) string {
	if len(b) <= n {
		return fmt.Sprintf("% x", b)
	}
	return fmt.Sprintf("% x …", b[:n])
}
