package broken

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// Serve serves echoes on l with a fault until ctx is done or l fails, as
// [server.Serve] does. It closes l.
func Serve(ctx context.Context, l net.Listener, fault string) error {
	s := &serving{fault: fault}
	if fault == "M22 a handshake keeps the others waiting" {
		l = oneAtATime{l, s}
	}
	return server.Serve(ctx, l, s.handle, server.Options{Grace: 10 * time.Second})
}

// A serving is a server of peers with one fault. Some faults are about more than
// one connection.
type serving struct {
	fault string
	turns sync.Mutex
	last  net.Conn // the latest connection
}

// oneAtATime reads a request before it accepts the next connection.
type oneAtATime struct {
	net.Listener
	s *serving
}

func (l oneAtATime) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	conn.SetReadDeadline(time.Now().Add(3 * time.Second)) // longer than the judge is patient
	b, _ := l.s.peek(conn)
	return readFrom{conn, io.MultiReader(bytes.NewReader(b), conn)}, nil
}

func (s *serving) handle(_ context.Context, conn net.Conn) {
	out := s.shared(conn)
	in, err := s.shake(conn)
	if err != nil {
		return
	}
	if s.fault == "M02 bytes behind the request are lost" {
		in = conn
	}
	p := &peer{fault: s.fault, role: frame.Server, conn: out, in: bufio.NewReader(in)}
	if s.fault == "M31 a GET is answered after the upgrade, too" {
		if b, _ := p.in.Peek(4); string(b) == "GET " {
			if in, err = s.shake(readFrom{conn, p.in}); err != nil {
				return
			}
			p.in = bufio.NewReader(in)
		}
	}
	p.run()
}

// shared is the connection that a peer writes to: its own, but for one fault.
func (s *serving) shared(conn net.Conn) net.Conn {
	if s.fault != "M24 there is one connection for all" {
		return conn
	}
	s.turns.Lock()
	defer s.turns.Unlock()
	s.last = conn
	return latest{conn, s}
}

// latest writes to whichever connection came last.
type latest struct {
	net.Conn
	s *serving
}

func (l latest) Write(p []byte) (int, error) {
	l.s.turns.Lock()
	defer l.s.turns.Unlock()
	return l.s.last.Write(p)
}

// readFrom is a connection that is read through something else.
type readFrom struct {
	net.Conn
	r io.Reader
}

func (c readFrom) Read(p []byte) (int, error) { return c.r.Read(p) }

func (c readFrom) CloseWrite() error { return c.Conn.(*net.TCPConn).CloseWrite() }

// shake answers a request. It returns what comes after it.
func (s *serving) shake(conn net.Conn) (io.Reader, error) {
	if _, read := conn.(readFrom); read {
		// by oneAtATime
	} else if b, err := s.peek(conn); err != nil {
		return nil, s.refuse(conn, err)
	} else if b != nil {
		conn = readFrom{conn, io.MultiReader(bytes.NewReader(b), conn)}
	}
	r, rest, err := handshake.ReadRequest(conn, handshake.Limits{})
	if err != nil {
		return nil, s.refuse(conn, err)
	}
	rules := handshake.Rules{}
	if s.fault == "M27 the Origin is not looked at" {
		rules.Origins = []string{"*"}
	}
	answer, err := handshake.Judge(r, rules)
	if err != nil && s.fault != "M21 every handshake is accepted" || s.misses(r) {
		return nil, s.refuse(conn, errors.Join(err, &handshake.Refusal{Status: 400, Reason: "a field is missing"}))
	}
	if answer == nil {
		answer = &handshake.Answer{Accept: handshake.AcceptKey(r.Header.Get("Sec-WebSocket-Key"))}
	}
	conn.Write(s.spoil(r, answer.Append(nil)))
	return io.MultiReader(bytes.NewReader(rest), conn), nil
}

// peek reads a request in the ways that do not work; nil is none of them.
func (s *serving) peek(conn net.Conn) (b []byte, err error) {
	const once = "M01 one read is the request"
	if s.fault != once && s.fault != "M13 the request ends where a read ends" && s.fault != "M22 a handshake keeps the others waiting" {
		return nil, nil
	}
	end := []byte("\r\n\r\n")
	for more := make([]byte, 64<<10); !bytes.HasSuffix(b, end); {
		n, err := conn.Read(more)
		if b = append(b, more[:n]...); err != nil {
			return nil, err
		}
		if s.fault == once && !bytes.Contains(b, end) {
			return nil, &handshake.Refusal{Status: 400, Reason: "half a request"}
		}
		if s.fault == once {
			break
		}
	}
	return b, nil
}

func (s *serving) refuse(conn net.Conn, err error) error {
	if s.fault == "M30 the refusal panics" {
		conn.Close()
		return err
	}
	return handshake.Refuse(conn, err)
}

// misses reports whether the fault keeps the server from finding what is there.
func (s *serving) misses(r *handshake.Request) bool {
	head := string(r.Head)
	switch s.fault {
	case "M09 field names are compared with their case":
		return !strings.Contains(head, "\r\nSec-WebSocket-Key:") || !strings.Contains(head, "\r\nUpgrade:")
	case "M10 Connection has to be Upgrade alone":
		return r.Header.Get("Connection") != "Upgrade"
	case "M10 Upgrade has to be in lower case":
		return r.Header.Get("Upgrade") != "websocket"
	case "M14 the last field is lost":
		lines := strings.Split(head, "\r\n")
		return strings.HasPrefix(lines[len(lines)-3], "Sec-WebSocket-Key:")
	}
	return false
}

// spoil puts what is wrong with it into a response.
func (s *serving) spoil(r *handshake.Request, response []byte) []byte {
	key := r.Header.Get("Sec-WebSocket-Key")
	replace := func(old, new string) []byte { return []byte(strings.Replace(string(response), old, new, 1)) }
	if wrong := slips[s.fault]; wrong != nil {
		return replace(handshake.AcceptKey(key), wrong(key))
	}
	switch s.fault {
	case "M15 lines end in LF alone":
		return bytes.ReplaceAll(response, []byte("\r\n"), []byte("\n"))
	case "M15 there is no blank line":
		return bytes.TrimSuffix(response, []byte("\r\n"))
	case "M16 the response is never flushed":
		return nil
	case "a subprotocol that nobody offered":
		return replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: x\r\n\r\n")
	case "an extension that is only echoed":
		if offer := r.Header.Get("Sec-WebSocket-Extensions"); offer != "" {
			return replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: "+offer+"\r\n\r\n")
		}
	}
	return response
}
