package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"example/websocket/01-raw-socket/program"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// client is dial and its flags.
type client struct {
	limit    int // bytes of a message
	compress bool
	trust    trust
}

// dial talks to a server until either side says goodbye. With -hex, what is
// typed goes to the socket below the WebSocket: frames made by hand.
func (cl *client) dial(ctx context.Context, url string, in *program.Input) error {
	target, err := handshake.ParseURL(url)
	if err != nil {
		return err
	}
	o := &websocket.Options{Limit: int64(cl.limit)}
	if o.TLS, err = cl.trust.config(); err != nil {
		return err
	}
	if cl.compress {
		o.Compression = &websocket.Compression{Threshold: 1}
	}
	fmt.Println(target)
	var nc net.Conn
	var slow *slowConn
	o.DialContext = func(ctx context.Context) (net.Conn, error) {
		nc, err = handshake.Dialer{TLS: o.TLS}.Dial(ctx, target)
		slow = &slowConn{Conn: nc, w: nc}
		return slow, err
	}
	c, err := websocket.Dial(ctx, url, o)
	if err != nil {
		return err
	}
	defer c.Close()
	fmt.Println("open")
	slow.w = in.Slow(nc) // the handshake is over
	defer context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.Background(), goodbyes)
		defer cancel()
		c.Shutdown(ctx, frame.GoingAway, "")
	})()

	t := &talk{Conn: c, failed: make(chan error, 1)}
	go func() {
		err := in.Lines(nc, func(line string) error { return t.obey(ctx, line) })
		if err == nil {
			err = t.leave(frame.NormalClosure, "")
		}
		if err != errLeft {
			t.failed <- err
			c.Close()
		}
	}()
	return t.verdict(t.show())
}

// talk is a conversation: what is typed goes one way while messages come the
// other.
type talk struct {
	*websocket.Conn
	pings   sync.WaitGroup // under way
	leaving atomic.Bool
	code    frame.CloseCode // that we leave with
	failed  chan error      // why the input could not be sent
}

// answerWithin bounds each wait for the server once we have said goodbye.
const answerWithin = 10 * time.Second

// errLeft ends the input when we have said goodbye.
var errLeft = errors.New("we have left")

// leave says goodbye, once the pings have had their pongs; what the server still
// has to say is shown.
func (t *talk) leave(code frame.CloseCode, reason string) error {
	t.pings.Wait()
	t.code = code
	t.leaving.Store(true)
	t.SetReadDeadline(time.Now().Add(answerWithin))
	if err := t.CloseWrite(code, reason); err != nil {
		return err
	}
	return errLeft
}

// verdict is dial's result: nil if the goodbye was ours and was answered, or the
// server's and a friendly one.
func (t *talk) verdict(err error) error {
	var closed *websocket.CloseError
	switch code := websocket.CloseStatus(err); {
	case t.leaving.Load() && code == t.code:
		return nil
	case code == frame.NormalClosure, code == frame.NoStatus, code == frame.GoingAway:
		return nil
	case errors.As(err, &closed):
		return program.ErrReported
	}
	select {
	case err = <-t.failed:
	default:
	}
	return err
}

// slowConn is a connection whose writes go through -dribble.
type slowConn struct {
	net.Conn
	w io.Writer
}

func (c *slowConn) Write(p []byte) (int, error) { return c.w.Write(p) }

// CloseWrite is the connection's own, which the interface would hide: without
// it, chapter 02's finish cannot keep our last words from being lost.
func (c *slowConn) CloseWrite() error {
	return c.Conn.(interface{ CloseWrite() error }).CloseWrite()
}

// obey sends a line as a message, or does what it commands.
func (t *talk) obey(ctx context.Context, line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "/ping":
		t.pings.Go(func() { t.ping(ctx, rest) })
		return nil
	case "/close":
		number, reason, _ := strings.Cut(rest, " ")
		code := frame.NormalClosure
		if number != "" {
			n, err := strconv.ParseUint(number, 10, 16)
			if err != nil || !frame.CloseCode(n).ValidOnWire() {
				fmt.Printf("close code %q may not be sent; try 1000, or 3000 to 4999\n", number)
				return nil
			}
			code = frame.CloseCode(n)
		}
		return t.leave(code, reason)
	}
	if strings.HasPrefix(line, "/") && !strings.HasPrefix(line, "//") {
		fmt.Println("commands: /ping [TEXT], /close [CODE [REASON]]; // begins a message with a slash")
		return nil
	}
	if strings.HasPrefix(line, "//") {
		line = line[1:]
	}
	if !utf8.ValidString(line) {
		fmt.Println("not sent: a text message has to be UTF-8")
		return nil
	}
	return t.WriteMessage(websocket.Text, []byte(line))
}

func (t *talk) ping(ctx context.Context, payload string) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	start := time.Now()
	if err := t.Ping(ctx, []byte(payload)); err != nil {
		fmt.Printf("no pong: %v\n", err)
		return
	}
	fmt.Printf("pong %q after %v\n", payload, time.Since(start).Round(time.Microsecond))
}

// shown is how many bytes of a binary message are printed.
const shown = 256

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" … %d more", n)
}

// show prints messages until the connection ends, how it ended, and returns
// why.
func (t *talk) show() error {
	for {
		if t.leaving.Load() {
			t.SetReadDeadline(time.Now().Add(answerWithin))
		}
		op, p, err := t.ReadMessage(nil)
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed):
			fmt.Printf("closed: code %v, reason %q\n", closed.Code, closed.Reason)
			return err
		case t.leaving.Load() && errors.Is(err, os.ErrDeadlineExceeded):
			return fmt.Errorf("the server did not answer our goodbye within %v: %w", answerWithin, err)
		case err != nil:
			fmt.Printf("closed: code %v\n", websocket.CloseStatus(err))
			return err
		case op == websocket.Text && bytes.ContainsFunc(p, unicode.IsControl):
			fmt.Printf("%q\n", p) // a stranger's control characters are not for this terminal
		case op == websocket.Text:
			fmt.Println(string(p))
		default:
			fmt.Printf("binary, %d bytes: % x%s\n", len(p), p[:min(len(p), shown)], more(len(p)-shown))
		}
	}
}
