package websocket_test

import (
	"bytes"
	"context"
	stdbinary "encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/rpc"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// streams returns the two ends of a stream through a WebSocket.
func streams(t *testing.T, o *websocket.Options) (client, server net.Conn) {
	t.Helper()
	a, b := couple(t, o, o)
	return websocket.NetConn(a, websocket.Binary), websocket.NetConn(b, websocket.Binary)
}

// What goes in comes out, both ways at once, however it is cut.
func TestNetConnCopies(t *testing.T) {
	for _, o := range []*websocket.Options{nil, &compressed} {
		client, server := streams(t, o)
		want := []byte(noise(1<<20) + strings.Repeat("Hello ", 1<<18))
		var all sync.WaitGroup
		for from, to := range map[net.Conn]net.Conn{client: server, server: client} {
			all.Go(func() {
				for rest, n := want, 0; len(rest) > 0; n++ {
					piece := rest[:min(n*n*n, len(rest))] // of none, too
					if wrote, err := from.Write(piece); wrote != len(piece) || err != nil {
						t.Errorf("wrote %d of %d: %v", wrote, len(piece), err)
						return
					}
					rest = rest[len(piece):]
				}
			})
			all.Go(func() {
				got := make([]byte, len(want))
				if n, err := io.ReadFull(to, got); !bytes.Equal(got, want) || err != nil {
					t.Errorf("read %d bytes, %v, or others", n, err)
				}
			})
		}
		all.Wait()
	}
}

// The end of the stream is the peer's goodbye and nothing else: what was lost is
// no end.
func TestNetConnsEnd(t *testing.T) {
	for _, tt := range []struct {
		name string
		sent []byte
		eof  bool
	}{
		{"1000", masked(true, closing, goodbye(1000, "")), true},
		{"1001", masked(true, closing, goodbye(1001, "bye")), true},
		{"no code", masked(true, closing, ""), false},
		{"1011", masked(true, closing, goodbye(1011, "")), false},
		{"4000", masked(true, closing, goodbye(4000, "")), false},
		{"no Close", nil, false},
		{"half a message", masked(true, continuation, "lost")[:7], false},
		{"1000 inside a message", append(masked(false, binary, ""), masked(true, closing, goodbye(1000, ""))...), false},
		{"text", masked(true, text, "Hello"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := testServer(t, nil)
			c := websocket.NetConn(s.conn, websocket.Binary)
			s.sendLast(masked(true, binary, "Hel"), masked(true, binary, ""), masked(true, binary, "lo"), tt.sent)
			got, err := io.ReadAll(c)
			if string(got) != "Hello" || (err == nil) != tt.eof {
				t.Errorf("read %q, %v", got, err)
			}
			for range 2 {
				if n, again := c.Read(make([]byte, 1)); n > 0 || again == nil || (again == io.EOF) != tt.eof {
					t.Errorf("then %d, %v", n, again)
				}
			}
			if tt.name == "text" {
				s.expectClose(frame.UnsupportedData)
			}
		})
	}
}

// Each Write is a message of the kind that was asked for; Close says 1000, waits
// for the answer, and may come twice.
func TestNetConnOnTheWire(t *testing.T) {
	s := testServer(t, nil)
	c := websocket.NetConn(s.conn, websocket.Text)
	for _, p := range []string{"Hello", "", "é"} {
		if n, err := io.WriteString(c, p); n != len(p) || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		s.expect(plain(true, text, p))
	}
	if c.LocalAddr() != s.conn.LocalAddr() || c.RemoteAddr().String() != s.raw.LocalAddr().String() {
		t.Errorf("addresses %v, %v", c.LocalAddr(), c.RemoteAddr())
	}
	closed := make(chan error, 1)
	go func() { closed <- c.Close() }()
	s.expect(plain(true, closing, goodbye(1000, "")))
	s.sendLast(masked(true, text, "on its way"), masked(true, closing, goodbye(1000, "")))
	if err := errors.Join(soon(t, closed), c.Close()); err != nil {
		t.Errorf("Close: %v", err)
	}
	if n, err := c.Write([]byte("late")); n != 0 || err == nil {
		t.Errorf("write after Close: %d, %v", n, err)
	}
	if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("read after Close: %d, %v", n, err)
	}
	s.rest()
}

// Close waits two seconds for a peer that does not answer, and frees whoever reads
// or writes.
func TestNetConnsCloseIsBounded(t *testing.T) {
	onBothSides(t, nil, func(t *testing.T, s *story, _ peerFrame) {
		c := websocket.NetConn(s.conn, websocket.Binary)
		start, wrote := time.Now(), make(chan error, 1)
		go func() {
			_, err := c.Write([]byte("nobody reads"))
			wrote <- err
		}()
		if err := c.Close(); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 2*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		if err := <-wrote; err == nil {
			t.Error("what nobody has read was written")
		}
	})
}

// Somebody reads while another closes: what he gets is the beginning of the stream,
// with nothing missing in between.
func TestNetConnClosedWhileItIsRead(t *testing.T) {
	for range 20 {
		client, server := streams(t, nil)
		go func() {
			for i := uint64(0); ; i++ {
				if _, err := client.Write(binary8(i)); err != nil {
					return
				}
			}
		}()
		go io.Copy(io.Discard, client)
		begun, result := make(chan bool), make(chan error, 1)
		go func() {
			number := make([]byte, 8)
			for i := uint64(0); ; i++ {
				if _, err := io.ReadFull(server, number); err != nil {
					result <- nil
					return
				}
				if got := stdbinary.BigEndian.Uint64(number); got != i {
					result <- fmt.Errorf("%d follows %d", got, i-1)
					return
				}
				if i == 1000 {
					close(begun)
				}
			}
		}()
		<-begun
		server.Close()
		if err := soon(t, result); err != nil {
			t.Fatal(err)
		}
	}
}

func binary8(i uint64) []byte { return stdbinary.BigEndian.AppendUint64(nil, i) }

// Deadlines are those of a net.Conn, if no message has begun.
func TestNetConnsDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := pipeServer(t, nil)
		c := websocket.NetConn(s.conn, websocket.Binary)
		for range 3 {
			start := time.Now()
			c.SetReadDeadline(start.Add(time.Second))
			n, err := c.Read(make([]byte, 1))
			var timeout net.Error
			if n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() || time.Since(start) != time.Second {
				t.Errorf("after %v: %d, %T %v", time.Since(start), n, err, err)
			}
			c.SetReadDeadline(time.Time{})
			go s.raw.Write(masked(true, binary, "Hi"))
			p := make([]byte, 2)
			if _, err := io.ReadFull(c, p); string(p) != "Hi" || err != nil {
				t.Errorf("%q, %v", p, err)
			}
		}
		c.SetDeadline(time.Now().Add(time.Second))
		if n, err := c.Write([]byte("nobody reads")); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// What was written for TCP runs through it: net/http with its connections kept
// alive, and its deadlines; net/rpc with many calls at once.
func TestNetConnCarriesHTTP(t *testing.T) {
	l := &pipeListener{conns: make(chan net.Conn), closed: make(chan bool)}
	srv := &http.Server{ReadTimeout: patience, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // first: net/http closes it when the answer begins
		w.Write(body)
	})}
	go srv.Serve(l)
	defer srv.Close()
	dials := 0
	client := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		dials++
		a, b := streams(t, nil)
		l.conns <- b
		return a, nil
	}}}
	for i := range 20 {
		body := noise(i * i * 1000)
		resp, err := client.Post("http://through.a.websocket/", "text/plain", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if string(got) != body || err != nil {
			t.Fatalf("body %d: %d bytes, %v", i, len(got), err)
		}
	}
	if dials != 1 {
		t.Errorf("%d connections for 20 requests", dials)
	}
	client.CloseIdleConnections()
	if err := srv.Shutdown(within(t)); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

// Arithmetic is what net/rpc calls.
type Arithmetic struct{}

func (Arithmetic) Double(n int, twice *int) error { *twice = 2 * n; return nil }

func TestNetConnCarriesRPC(t *testing.T) {
	near, far := streams(t, nil)
	srv := rpc.NewServer()
	srv.Register(Arithmetic{})
	served := make(chan bool)
	go func() { srv.ServeConn(far); close(served) }()
	client := rpc.NewClient(near)
	var all sync.WaitGroup
	for n := range 200 {
		all.Go(func() {
			var twice int
			if err := client.Call("Arithmetic.Double", n, &twice); twice != 2*n || err != nil {
				t.Errorf("twice %d is %d, %v", n, twice, err)
			}
		})
	}
	all.Wait()
	if err := client.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	soon(t, served)
}
