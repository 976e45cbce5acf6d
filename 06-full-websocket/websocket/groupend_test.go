package websocket_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// Everybody gets 1001 and the reason, answers, and is let go. Nothing stays.
func TestGroupShutdown(t *testing.T) {
	none := noneStay(t)
	var g websocket.Group
	var members []*story
	for n := range 10 {
		s := testServer(t, nil)
		if n%2 == 0 {
			s.reading()
		}
		g.Add(s.conn)
		members = append(members, s)
	}
	result := make(chan error, 1)
	go func() { result <- g.Shutdown(within(t), "see you") }()
	for _, s := range members {
		s.expect(plain(true, closing, goodbye(1001, "see you")))
	}
	if g.Len() != 10 {
		t.Errorf("%d members before they have answered", g.Len())
	}
	for _, s := range members {
		s.send(masked(true, text, "on its way"), masked(true, closing, goodbye(1001, "see you")))
		if more := s.rest(); len(more) > 0 {
			t.Errorf("after its Close a member got % x", more)
		}
	}
	if err := soon(t, result); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if err := g.Broadcast(text, []byte("nobody")); err != nil || g.Len() != 0 {
		t.Errorf("afterwards: %d members, Broadcast: %v", g.Len(), err)
	}
	none()
}

// Who does not answer, or does not even read, is cut when the context is done: then,
// and not later, Shutdown returns, and says why.
func TestGroupShutdownCutsWhoDoesNotAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g websocket.Group
		polite, mute, deaf, talkative := pipeServer(t, nil), pipeServer(t, nil), pipeClient(t, nil), pipeServer(t, nil)
		for _, s := range []*story{polite, mute, deaf, talkative} {
			g.Add(s.conn)
		}
		var all sync.WaitGroup
		all.Go(func() {
			polite.expect(plain(true, closing, goodbye(1001, "")))
			polite.send(masked(true, closing, goodbye(1001, "")))
		})
		all.Go(func() { io.Copy(io.Discard, mute.raw) })
		all.Go(func() { io.Copy(io.Discard, talkative.raw) })
		all.Go(func() {
			for err := error(nil); err == nil; _, err = talkative.raw.Write(masked(true, text, "and another thing")) {
				<-time.After(time.Second)
			}
		})
		start := time.Now()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := g.Shutdown(ctx, "")
		if took := time.Since(start); took != 10*time.Second || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", took, err)
		}
		if g.Len() != 0 {
			t.Errorf("%d members are left", g.Len())
		}
		if err := polite.conn.WriteMessage(text, nil); !is[*websocket.CloseError](err) {
			t.Errorf("who has answered ended with %v", err)
		}
		all.Wait()
	})
}

// Who comes too late is shut down too, before and after the context is done.
func TestGroupAddAfterShutdown(t *testing.T) {
	var g websocket.Group
	ctx, cancel := context.WithCancel(context.Background())
	if err := g.Shutdown(ctx, "closed"); err != nil {
		t.Errorf("Shutdown of nobody: %v", err)
	}
	late := testServer(t, nil)
	g.Add(late.conn)
	late.expect(plain(true, closing, goodbye(1001, "closed")))
	late.sendLast(masked(true, closing, goodbye(1001, "closed")))
	late.rest()
	cancel()
	later := testServer(t, nil)
	g.Add(later.conn)
	if _, _, err := later.conn.ReadMessage(nil); websocket.CloseStatus(err) != frame.Abnormal {
		t.Errorf("ended with %v", err)
	}
	if err := g.Shutdown(ctx, "closed"); err != nil || g.Len() != 0 {
		t.Errorf("again, with %d members: %v", g.Len(), err)
	}
}

// All of it at the same time, and nothing stays: neither a goroutine nor a member.
func TestGroupStress(t *testing.T) {
	none, ctx := noneStay(t), within(t)
	var g websocket.Group
	var all sync.WaitGroup
	for n := range 12 {
		o := wish(n, 0, 0)
		if n%3 == 0 {
			o = nil
		}
		client, server := couple(t, o, o)
		g.Add(server)
		for _, c := range []*websocket.Conn{client, server} {
			all.Go(func() {
				var err error
				for buf := []byte(nil); err == nil; {
					_, buf, err = c.ReadMessage(buf)
				}
			})
		}
		all.Go(func() {
			for i := 0; ; i++ {
				if send(server, i%3, fmt.Sprint("Hello, hello, ", i)) != nil {
					return
				}
			}
		})
		all.Go(func() {
			for i := range 100 {
				g.Remove(server)
				if n == 0 && i == 50 {
					server.Close()
				}
				g.Add(server)
				server.Ping(ctx, []byte("?"))
			}
		})
	}
	for range 3 {
		all.Go(func() {
			for range 200 {
				g.Broadcast(text, []byte("to everybody"))
				g.Len()
			}
		})
	}
	for range 2 {
		all.Go(func() {
			if err := g.Shutdown(ctx, "enough"); errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if g.Len() != 0 {
		t.Errorf("%d members are left", g.Len())
	}
	none()
}
