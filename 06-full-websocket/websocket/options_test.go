package websocket_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// What holds if nothing is said, and where a negative value means nothing else.
var defaults = map[string]*websocket.Options{
	"nil": nil, "zero": {},
	"negative": {Fragments: -1, HandshakeTime: -1, WriteTime: -1, KeepaliveWait: -1},
}

func TestDefaultLimit(t *testing.T) {
	for name, o := range defaults {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, o).reading()
			s.send(h("82 ff 00 00 00 00 01 00 00 00 00 00 00 00"), make([]byte, 16<<20), masked(true, ping, "all of it"))
			s.expect(plain(true, pong, "all of it"))
			s.sendLast(h("82 ff 00 00 00 00 01 00 00 01"))
			s.expectClose(frame.MessageTooBig)
			c := testClient(t, o).reading()
			c.send(h("82 7f 00 00 00 00 01 00 00 01"))
			if h, p := c.frame(); h.Opcode != closing || string(p[:2]) != goodbye(1009, "") {
				t.Errorf("the client answers %+v %q", h, p)
			}
		})
	}
}

func TestDefaultNumberOfFragments(t *testing.T) {
	for name, o := range defaults {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, o).reading()
			most := bytes.Repeat(masked(false, continuation, ""), 131_072)
			copy(most, masked(false, text, ""))
			s.send(most[:len(most)-6], masked(true, continuation, ""), masked(true, ping, "all of it"))
			s.expect(plain(true, pong, "all of it"))
			s.sendLast(most, masked(true, continuation, ""))
			s.expectClose(frame.MessageTooBig)
		})
	}
}

// inBubbles runs a test in virtual time with each kind of defaults.
func inBubbles(t *testing.T, test func(t *testing.T, o *websocket.Options)) {
	for name, o := range defaults {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, o) })
		})
	}
}

// since wants just this time to have passed.
func since(t *testing.T, start time.Time, want time.Duration) {
	t.Helper()
	if got := time.Since(start); got != want {
		t.Errorf("after %v, want %v", got, want)
	}
}

func TestDefaultHandshakeTime(t *testing.T) {
	inBubbles(t, func(t *testing.T, o *websocket.Options) {
		ours, theirs := net.Pipe()
		go io.Copy(io.Discard, ours) // the refusal
		start := time.Now()
		if _, err := websocket.Accept(t.Context(), theirs, o); err == nil {
			t.Error("accepted nothing")
		}
		since(t, start, 10*time.Second)

		ours, theirs = net.Pipe()
		defer ours.Close()
		go io.Copy(io.Discard, ours) // the request
		start = time.Now()
		if _, err := websocket.Dial(t.Context(), "ws://pipe/", over(theirs, o)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Dial: %v", err)
		}
		since(t, start, 10*time.Second)
	})
}

func TestDefaultMessageTime(t *testing.T) {
	inBubbles(t, func(t *testing.T, o *websocket.Options) {
		s := pipeServer(t, o)
		go io.Copy(io.Discard, s.raw)
		s.reading().raw.Write(masked(false, text, ""))
		start, all := time.Now(), make(chan bool)
		go func() {
			defer close(all)
			for err := error(nil); err == nil; _, err = s.raw.Write(masked(true, ping, "alive")) {
				<-time.After(time.Second)
			}
		}()
		if err := <-s.done; websocket.CloseStatus(err) != frame.PolicyViolation {
			t.Errorf("ended with %v", err)
		}
		since(t, start, 2*time.Minute)
		<-all
	})
}

func TestDefaultWriteTime(t *testing.T) {
	inBubbles(t, func(t *testing.T, o *websocket.Options) {
		s := pipeServer(t, o)
		start := time.Now()
		if err := s.conn.WriteMessage(text, []byte("nobody reads")); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("WriteMessage: %v", err)
		}
		since(t, start, 30*time.Second)

		s = pipeServer(t, o)
		if _, err := s.conn.NextWriter(text); err != nil {
			t.Fatal(err)
		}
		start = time.Now()
		if err := s.conn.WriteMessage(text, nil); !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != 0 {
			t.Errorf("WriteMessage: %v", err)
		}
		since(t, start, 30*time.Second)
	})
}

func TestDefaultKeepalive(t *testing.T) {
	inBubbles(t, func(t *testing.T, o *websocket.Options) {
		start := time.Now()
		s := pipeServer(t, o).reading()
		s.expectPing()
		since(t, start, 30*time.Second)
		go io.Copy(io.Discard, s.raw)
		if err := <-s.done; !errors.Is(err, websocket.ErrSilent) {
			t.Errorf("ended with %v", err)
		}
		since(t, start, time.Minute)
	})
}

// The peer does not read: a mebibyte waits for it, and no more.
func TestDefaultBacklog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := pipeServer(t, nil)
		var g websocket.Group
		g.Add(s.conn)
		n := 0
		for ; g.Len() > 0 && n < 100; n++ {
			g.Broadcast(binary, make([]byte, 64<<10-4))
			synctest.Wait()
		}
		if n < 16 || n > 18 {
			t.Errorf("cut after %d times 64 KiB, want 16 and what is being written", n)
		}
	})
}

// Options are not changed, and may be shared.
func TestOptionsAreNotChanged(t *testing.T) {
	o := &websocket.Options{Compression: &websocket.Compression{}}
	var all sync.WaitGroup
	for range 10 {
		a, b := loopback(t)
		all.Go(func() {
			if _, err := websocket.Accept(context.Background(), b, o); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := handshake.Connect(a, handshake.Offer{
				Target:     &handshake.Target{Host: "127.0.0.1", RequestTarget: "/"},
				Extensions: []handshake.Extension{o.Compression.Offer()},
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if o.Limit != 0 || o.MessageTime != 0 || o.DialContext != nil || *o.Compression != (websocket.Compression{}) {
		t.Errorf("%+v", o)
	}
}
