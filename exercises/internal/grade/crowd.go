package grade

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"example/websocket/01-raw-socket/socket"
)

// Stage 02 is about connections, not about what is said on them: an answer is
// any byte that comes back.

// A trial is something that several clients do, and that costs nobody else
// anything.
type trial struct {
	title, did string
	try        func(*visitors) error
}

var trials = []trial{
	{"one client alone is answered", "send a request", func(v *visitors) error {
		_, err := v.served()
		return err
	}},
	{"two clients at once are both served", "open two connections, and send a request on the first, then on the second", func(v *visitors) error { return v.together(2) }},
	{"twenty clients at once are all served", "open twenty connections, and send a request on each", func(v *visitors) error { return v.together(20) }},
	{"what one client says is answered to it, and to no other", "shake hands on two connections, and send a text on the first", toEachItsOwn},
	{"a client that says nothing delays nobody", "open a connection, say nothing on it, and send a request on another", beside("")},
	{"a client that sends half a request delays nobody", "send half a request, and on another connection a whole one", beside(halfRequest)},
	{"a client that hangs up at once harms nobody", "open a connection and end it (FIN)", vanishing("", false, false)},
	{"a client that is cut off at once harms nobody", "open a connection and reset it (RST)", vanishing("", true, false)},
	{"a client that hangs up in its request harms nobody", "end the connection (FIN) after half a request", vanishing(halfRequest, false, false)},
	{"a client that is cut off in its request harms nobody", "reset the connection (RST) after half a request", vanishing(halfRequest, true, false)},
	{"a client that hangs up inside a frame harms nobody", "end the connection (FIN) after half a frame", vanishing(halfFrame, false, true)},
	{"a client that is cut off inside a frame harms nobody", "reset the connection (RST) after half a frame", vanishing(halfFrame, true, true)},
	{"a client that leaves its answers unread harms nobody", "reset the connection (RST) after twenty frames, with the answers unread", vanishing(frames20, true, true)},
}

const (
	halfRequest = "GET / HTTP/1.1\r\nHost: {host}\r\nUpgr"
	request     = "GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	halfFrame  = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f" // of Hello, as in RFC 6455 §5.7
	wholeFrame = halfFrame + "\x4d\x51\x58"
)

// frames20 are frames that all want an answer.
var frames20 = strings.Repeat(wholeFrame, 20)

// visitors are the clients of a trial.
type visitors struct {
	ctx      context.Context
	dial     func(context.Context) (net.Conn, error)
	host     string
	patience time.Duration
	open     []net.Conn
}

// leave closes what is open.
func (v *visitors) leave() {
	for _, c := range v.open {
		c.Close()
	}
}

// connect opens a connection.
func (v *visitors) connect() (net.Conn, error) {
	conn, err := v.dial(v.ctx)
	if err != nil {
		return nil, err
	}
	v.open = append(v.open, conn)
	return conn, nil
}

// say sends s; from then on an answer has patience's time.
func (v *visitors) say(conn net.Conn, s string) error {
	conn.SetDeadline(time.Now().Add(v.patience))
	_, err := io.WriteString(conn, strings.ReplaceAll(s, "{host}", v.host))
	return err
}

// served is a client that sends a request, and is answered.
func (v *visitors) served() (net.Conn, error) {
	conn, err := v.connect()
	if err == nil {
		err = v.say(conn, request)
	}
	if err != nil {
		return nil, err
	}
	return conn, answered(conn)
}

// answered waits for the first byte on conn.
func answered(conn net.Conn) error {
	_, err := conn.Read(make([]byte, 1))
	return err
}

// together opens n connections, and only then asks on each. All have to be
// answered before one of them is closed.
func (v *visitors) together(n int) error {
	var conns []net.Conn
	for range n {
		conn, err := v.connect()
		if err != nil {
			return err
		}
		conns = append(conns, conn)
	}
	for i, conn := range conns {
		err := v.say(conn, request)
		if err == nil {
			err = answered(conn)
		}
		if err != nil {
			return fmt.Errorf("on connection %d of %d: %w", i+1, n, err)
		}
	}
	return nil
}

// errMute says that nobody gets an answer to a frame, so that nothing can be
// compared: frames are for stage 04.
var errMute = errors.New("no frame is answered")

// toEachItsOwn sends a frame on the older of two connections, if a client alone
// is answered.
func toEachItsOwn(v *visitors) error {
	alone, err := v.shaken()
	if err == nil {
		err = v.say(alone, wholeFrame)
	}
	if err != nil {
		return err
	}
	if answered(alone) != nil {
		return errMute
	}
	older, err := v.shaken()
	if err != nil {
		return err
	}
	if _, err := v.shaken(); err != nil {
		return err
	}
	if err := v.say(older, wholeFrame); err != nil {
		return err
	}
	return answered(older)
}

// beside leaves a client in the middle of its first words, and looks after the
// next one.
func beside(words string) func(*visitors) error {
	return func(v *visitors) error {
		conn, err := v.connect()
		if err == nil {
			err = v.say(conn, words)
		}
		if err == nil {
			_, err = v.served()
		}
		return err
	}
}

// vanishing is a client that leaves behind its last words, if it says anything
// at all, and the next two are served. With a handshake it waits for the answer
// first. Rude is RST.
func vanishing(words string, rude, shaken bool) func(*visitors) error {
	return func(v *visitors) error {
		begin := v.connect
		if shaken {
			begin = v.shaken
		}
		conn, err := begin()
		if err != nil {
			return err
		}
		if err := v.say(conn, words); err != nil {
			return err
		}
		if c, ok := conn.(*net.TCPConn); ok && rude {
			c.SetLinger(0)
		}
		conn.Close()
		if _, err = v.served(); err != nil {
			return err
		}
		if !wait(v.ctx, 50*time.Millisecond) { // whoever falls over it may take its time
			return v.ctx.Err()
		}
		_, err = v.served()
		return err
	}
}

// shaken is a client that sends a request, and reads what comes as far as a
// blank line; how right it is, is for stage 03.
func (v *visitors) shaken() (net.Conn, error) {
	conn, err := v.connect()
	if err == nil {
		err = v.say(conn, request)
	}
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(io.LimitReader(conn, 64<<10))
	line, err := in.ReadString('\n')
	for err == nil && strings.TrimRight(line, "\r\n") != "" {
		line, err = in.ReadString('\n')
	}
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) { // an answer without an end is an answer
		return nil, err
	}
	return conn, nil
}

// wait reports whether it waited to the end.
func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// came tells an error of a trial.
func came(err error) string {
	where, what := "", err
	if inner := errors.Unwrap(err); inner != nil && strings.HasPrefix(err.Error(), "on connection") {
		where, what = strings.TrimSuffix(err.Error(), inner.Error()), inner
	}
	switch {
	case errors.Is(what, os.ErrDeadlineExceeded):
		return where + "nothing comes"
	case errors.Is(what, io.EOF):
		return where + "the connection is closed without an answer"
	case socket.Explain(what) == "refused":
		return where + "nobody listens any more"
	case socket.Explain(what) == "reset":
		return where + "the connection is reset"
	}
	return where + what.Error()
}
