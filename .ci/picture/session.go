package picture

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/websocket"
)

// An event is what one end of a connection does.
type event struct {
	from   colour // client or server
	what   string
	opcode frame.Opcode
	masked bool
	kind   kind
	silent bool // nothing goes to the other end
}

type kind int

const (
	head kind = iota // of the handshake
	sent             // a frame
	half             // it finishes: no byte will follow
	shut             // it closes its socket
)

// A log keeps the events of both ends, each before it happens: so they stand in
// the order of cause and effect.
type log struct {
	mu     sync.Mutex
	events []event
}

func (l *log) add(e event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, e)
}

// A logged is one end, whose deeds are kept.
type logged struct {
	*net.TCPConn
	*log
	end      colour
	opened   bool      // the head has been sent,
	finished bool      // and the FIN
	once     sync.Once // a socket is closed once, however often it is said
}

func (c *logged) Write(b []byte) (int, error) {
	if !c.opened {
		c.opened = true
		line, _, _ := strings.Cut(string(b), "\r\n")
		c.add(event{from: c.end, what: line, kind: head})
		return c.TCPConn.Write(b)
	}
	for rest := b; len(rest) > 0; {
		h, size := frame.Parse(rest)
		payload := append([]byte(nil), rest[size:size+int(h.Length)]...)
		rest = rest[size+int(h.Length):]
		mask.XOR(payload, h.Key, 0)
		c.add(event{from: c.end, what: described(h, payload), opcode: h.Opcode, masked: h.Masked, kind: sent})
	}
	return c.TCPConn.Write(b)
}

func (c *logged) CloseWrite() error {
	c.finished = true
	c.add(event{from: c.end, what: "TCP: finished (FIN)", kind: half})
	return c.TCPConn.CloseWrite()
}

func (c *logged) Close() error {
	c.once.Do(func() {
		e := event{from: c.end, what: "TCP: closed (FIN)", kind: shut, silent: c.finished}
		if c.finished {
			e.what = "TCP: closed"
		}
		c.add(e)
	})
	return c.TCPConn.Close()
}

func described(h frame.Header, payload []byte) string {
	switch {
	case h.Opcode == frame.Close:
		code, reason, _ := frame.ParseClose(payload)
		return fmt.Sprintf("close %d %q", code, reason)
	case h.Opcode.Control():
		return fmt.Sprintf("%v %q", h.Opcode, payload)
	}
	return fmt.Sprintf("%v %q FIN %d", h.Opcode, payload, bit(h.Fin))
}

// session is a whole life between two of our engines: a message there, the same
// back in pieces with a ping between them, and the goodbye.
func session(ctx context.Context) ([]event, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l, err := listen(ctx)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	near, far, done, err := connect(ctx, l)
	if err != nil {
		return nil, err
	}
	defer done()
	var kept log
	served := make(chan error, 1)
	go func() {
		served <- serve(ctx, &logged{TCPConn: far, log: &kept, end: server})
	}()

	o := &websocket.Options{DialContext: func(context.Context) (net.Conn, error) {
		return &logged{TCPConn: near, log: &kept, end: client}, nil
	}}
	c, err := websocket.Dial(ctx, "ws://"+l.Addr().String()+"/", o)
	if err != nil {
		return nil, err
	}
	err = c.WriteMessage(websocket.Text, []byte("Hello"))
	if err == nil {
		_, _, err = c.ReadMessage(nil)
	}
	err = errors.Join(err, c.Shutdown(ctx, frame.NormalClosure, "bye"), <-served)
	return kept.events, err
}

// serve is the server's part.
func serve(ctx context.Context, nc net.Conn) error {
	c, err := websocket.Accept(ctx, nc, nil)
	if err != nil {
		return err
	}
	defer c.Close() // cuts, if something fails
	_, p, err := c.ReadMessage(nil)
	if err != nil {
		return err
	}
	over := c.CloseRead(ctx) // from now on it only writes
	w, err := c.NextWriter(websocket.Text)
	if err != nil {
		return err
	}
	_, first := w.Write(p[:3])
	ping := c.Ping(ctx, []byte("still there?"))
	_, second := w.Write(p[3:])
	err = errors.Join(first, ping, second, w.Close())
	<-over.Done() // the client's Close has come; Shutdown waits for the rest
	return errors.Join(err, c.Shutdown(ctx, frame.NormalClosure, ""))
}
