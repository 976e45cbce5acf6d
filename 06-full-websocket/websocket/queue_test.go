package websocket_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// A meter counts the writes on a connection.
type meter struct {
	net.Conn
	mu     sync.Mutex
	writes []int // bytes of each
}

func (m *meter) Write(p []byte) (int, error) {
	m.mu.Lock()
	m.writes = append(m.writes, len(p))
	m.mu.Unlock()
	return m.Conn.Write(p)
}

// since returns the writes that came after the first n.
func (m *meter) since(n int) []int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.writes[n:]
}

// metered returns a server whose writes are counted, and the raw client.
func metered(t *testing.T, o *websocket.Options) (*story, *meter) {
	t.Helper()
	raw, theirs := loopback(t)
	m := &meter{Conn: theirs}
	return serve(t, raw, m, o), m
}

// serve is testServer over any connection.
func serve(t *testing.T, raw, theirs net.Conn, o *websocket.Options) *story {
	t.Helper()
	s := &story{t: t, raw: raw, done: make(chan error, 1)}
	accepted := make(chan error, 1)
	go func() {
		var err error
		s.conn, err = websocket.Accept(context.Background(), theirs, o)
		accepted <- err
	}()
	if _, err := handshake.Connect(raw, handshake.Offer{Target: &handshake.Target{Host: "example.com", RequestTarget: "/"}}); err != nil {
		t.Fatal(err)
	}
	if err := <-accepted; err != nil {
		t.Fatal(err)
	}
	return s
}

// queueing lets the connection under test answer each message with so many.
func (s *story) queueing(answers int) *story {
	go func() {
		var err error
		for err == nil {
			var op websocket.Opcode
			var p []byte
			if op, p, err = s.conn.ReadMessage(nil); err == nil {
				for i := range answers {
					err = s.conn.Queue(op, fmt.Appendf(nil, "%s %d", p, i))
				}
			}
		}
		s.done <- err
	}()
	return s
}

// The answers to one message leave together, and at the latest when the
// handler reads again; nobody calls Flush.
func TestManyAnswersAreFewWrites(t *testing.T) {
	s, m := metered(t, nil)
	s.queueing(500)
	before := len(m.since(0))
	s.send(masked(true, text, "to"))
	var want []byte
	for i := range 500 {
		want = append(want, plain(true, text, fmt.Sprintf("to %d", i))...)
	}
	s.expect(want)
	// One write; more if the millisecond passes meanwhile, as it does on a slow machine.
	if writes := m.since(before); len(writes) > 250 {
		t.Errorf("500 answers took %d writes: %v", len(writes), writes)
	}
}

// The answers to many messages that came together leave together, too.
func TestAnswersToAPipelineAreFewWrites(t *testing.T) {
	s, m := metered(t, nil)
	before := len(m.since(0))
	var sent, want []byte
	for i := range 500 {
		sent = append(sent, masked(true, text, fmt.Sprint(i))...)
		want = append(want, plain(true, text, fmt.Sprint(i))...)
	}
	s.send(sent)
	// All of it has come before the handler begins, or else it is answered as it comes.
	op, p, err := s.conn.ReadMessage(nil)
	for n := 1; n <= 500 && err == nil; n++ {
		if err = s.conn.Queue(op, p); err == nil && n < 500 {
			op, p, err = s.conn.ReadMessage(p)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	go s.conn.ReadMessage(nil)
	s.expect(want)
	if writes := m.since(before); len(writes) > 250 {
		t.Errorf("500 answers took %d writes: %v", len(writes), writes)
	}
}

// A handler that queues and then does something else is answered all the same,
// within the millisecond, whatever the connection is made of: nobody reads,
// nobody writes, nobody flushes.
func TestHandlerThatQueuesAndSleeps(t *testing.T) {
	everywhere(t, websocket.Options{}, func(t *testing.T, client, server *websocket.Conn) {
		asleep := make(chan bool)
		defer close(asleep)
		go func() {
			for {
				op, p, err := server.ReadMessage(nil)
				if err != nil {
					return
				}
				for range 3 {
					server.Queue(op, p)
				}
				if string(p) == "sleep" {
					<-asleep
				}
			}
		}()
		client.SetReadDeadline(time.Now().Add(patience))
		for _, message := range []string{"one", "two", "sleep"} {
			if err := client.WriteMessage(text, []byte(message)); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, p, err := client.ReadMessage(nil); string(p) != message || err != nil {
					t.Fatalf("read %q, %v, want %q", p, err, message)
				}
			}
		}
	})
}

// In virtual time the millisecond is exact.
func TestQueueWaitsAMillisecondForCompany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pair(t)
		defer client.Close()
		defer server.Close()
		for range 3 {
			synctest.Wait() // nobody is writing any more
			start := time.Now()
			for _, message := range []string{"one", "two"} {
				if err := server.Queue(text, []byte(message)); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Wait()
			for _, message := range []string{"one", "two"} {
				if _, p, err := client.ReadMessage(nil); string(p) != message || err != nil {
					t.Fatalf("read %q, %v, want %q", p, err, message)
				}
			}
			if took := time.Since(start); took != time.Millisecond {
				t.Errorf("they left after %v, want a millisecond", took)
			}
		}
	})
}

// Queue copies: the caller may use its bytes again at once.
func TestQueueKeepsNothing(t *testing.T) {
	everywhere(t, websocket.Options{}, func(t *testing.T, client, server *websocket.Conn) {
		const n = 1000
		go func() {
			p := make([]byte, 8)
			for i := range n {
				copy(p, fmt.Sprintf("%08d", i))
				if err := client.Queue(text, p); err != nil || string(p) != fmt.Sprintf("%08d", i) {
					t.Errorf("Queue: %v, and the caller's bytes are %q", err, p)
				}
				copy(p, "XXXXXXXX")
			}
		}()
		server.SetReadDeadline(time.Now().Add(patience))
		for i := range n {
			if _, p, err := server.ReadMessage(nil); string(p) != fmt.Sprintf("%08d", i) || err != nil {
				t.Fatalf("message %d is %q, %v", i, p, err)
			}
		}
	})
}

// What is queued leaves with the next write, whatever that is, before it, and
// with Flush.
func TestWhatTakesTheQueueAlong(t *testing.T) {
	large := bytes.Repeat([]byte("l"), 200_000)
	for name, tt := range map[string]struct {
		do   func(c *websocket.Conn) error
		want []byte
	}{
		"Flush":                {(*websocket.Conn).Flush, nil},
		"WriteMessage":         {func(c *websocket.Conn) error { return c.WriteMessage(text, []byte("w")) }, plain(true, text, "w")},
		"a large WriteMessage": {func(c *websocket.Conn) error { return c.WriteMessage(binary, large) }, plain(true, binary, string(large))},
		"a large Queue":        {func(c *websocket.Conn) error { return c.Queue(binary, large[:16<<10]) }, plain(true, binary, string(large[:16<<10]))},
		"NextWriter": {func(c *websocket.Conn) error {
			w, err := c.NextWriter(text)
			if err == nil {
				_, err = io.WriteString(w, "n")
			}
			return err
		}, plain(false, text, "n")},
		"Ping": {func(c *websocket.Conn) error {
			gone, cancel := context.WithCancel(context.Background())
			cancel()
			c.Ping(gone, []byte("p"))
			return nil
		}, plain(true, ping, "p")},
		"CloseWrite": {func(c *websocket.Conn) error { return c.CloseWrite(1000, "") }, plain(true, closing, goodbye(1000, ""))},
		"a read":     {func(c *websocket.Conn) error { go c.ReadMessage(nil); return nil }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // where the millisecond never passes while somebody works
				raw, theirs := net.Pipe()
				s := serve(t, raw, theirs, nil)
				start := time.Now()
				for _, p := range []string{"one", "two"} {
					if err := s.conn.Queue(text, []byte(p)); err != nil {
						t.Fatal(err)
					}
				}
				did := make(chan error, 1)
				go func() { did <- tt.do(s.conn) }()
				s.expect(plain(true, text, "one"), plain(true, text, "two"), tt.want)
				if err := <-did; err != nil {
					t.Error(err)
				}
				if waited := time.Since(start); waited != 0 {
					t.Errorf("%v passed before they left", waited)
				}
				s.conn.Close()
				raw.Close()
			})
		})
	}
}
