package poison

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// noneLeft waits until no goroutine but the caller's runs this module's code.
func noneLeft(t *testing.T) {
	t.Helper()
	var others []string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); runtime.Gosched() {
		others = nil
		buf := make([]byte, 1<<20)
		stacks := strings.Split(string(buf[:runtime.Stack(buf, true)]), "\n\n")
		for _, stack := range stacks[1:] { // the first is this one
			if strings.Contains(stack, "example/websocket/") && !strings.Contains(stack, "testing.tRunner") {
				others = append(others, stack)
			}
		}
		if others == nil {
			return
		}
	}
	t.Fatalf("still running:\n%s", strings.Join(others, "\n\n"))
}

func TestNothingIsLeftBehind(t *testing.T) {
	if err := show(t.Context(), io.Discard); err != nil {
		t.Fatal(err)
	}
	noneLeft(t)

	stage, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(stage.listeners) != 4 {
		t.Errorf("%d listeners, want 4: two sites, and the proxy's port for each", len(stage.listeners))
	}
	if err := stage.Close(); err != nil {
		t.Fatal(err)
	}
	for _, l := range stage.listeners {
		if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("%v still listens: %v", l.Addr(), err)
		}
	}
	noneLeft(t)
}

// uncut fails the test if an actor does not end by itself, but is cut by the
// server when its grace is over.
func uncut(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() {
		slog.SetDefault(before)
		if strings.Contains(log.String(), "cut at shutdown") {
			t.Errorf("not ended by its context:\n%s", &log)
		}
	})
}

// lineHook calls each with the number of each line written.
type lineHook struct {
	n    int
	each func(n int)
}

func (h *lineHook) Write(b []byte) (int, error) {
	h.n += bytes.Count(b, []byte("\n"))
	h.each(h.n)
	return len(b), nil
}

func TestCancelEndsAPlayAtAnyLine(t *testing.T) {
	m := Modes()[4] // the longest
	_, transcript := play(t, m, Options{})
	lines := strings.Count(transcript, "\n")
	for at := 0; at < lines-1; at++ {
		ctx, cancel := context.WithCancel(t.Context())
		if at == 0 {
			cancel()
		}
		_, err := Play(ctx, m, Options{patience: time.Hour, Out: &lineHook{each: func(n int) {
			if n == at {
				cancel()
			}
		}}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at line %d of %d: %v, want context.Canceled", at, lines, err)
		}
	}
	noneLeft(t)
}

// Nothing but the cancelling can end these: each limit is an hour.
func TestCancelEndsAPlayThatHangs(t *testing.T) {
	uncut(t)
	for name, hang := range map[string]Relay{
		"the proxy reads nothing": func(ctx context.Context, _, _ net.Conn) { <-ctx.Done() },
		"the proxy swallows all":  func(_ context.Context, client, _ net.Conn) { io.Copy(io.Discard, client) },
		"the site hears nothing":  func(_ context.Context, _, dialled net.Conn) { io.Copy(io.Discard, dialled) },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		begun := make(chan struct{}, 1)
		o := Options{patience: time.Hour, Proxy: func(func(string, ...any)) Relay {
			return func(ctx context.Context, client, dialled net.Conn) {
				begun <- struct{}{}
				hang(ctx, client, dialled)
			}
		}}
		ended := make(chan error, 1)
		go func() {
			_, err := Play(ctx, Modes()[0], o)
			ended <- err
		}()
		<-begun
		cancel()
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v, want context.Canceled", name, err)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: still playing 30 s after the context was cancelled", name)
		}
	}
	noneLeft(t)
}

// The context of one visit ends it; the stage goes on.
func TestCancelEndsAVisit(t *testing.T) {
	begun := make(chan struct{}, 1)
	stage, err := Open(t.Context(), Options{patience: time.Hour, Proxy: func(func(string, ...any)) Relay {
		return func(ctx context.Context, client, _ net.Conn) {
			begun <- struct{}{}
			io.Copy(io.Discard, client)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, visit := range map[string]func(context.Context) error{
		"browser A": func(ctx context.Context) error { _, err := stage.BrowserA(ctx, Modes()[0]); return err },
		"victim B":  func(ctx context.Context) error { _, err := stage.VictimB(ctx); return err },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- visit(ctx) }()
		<-begun
		cancel()
		select {
		case err := <-ended:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v, want context.Canceled", name, err)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: still there 30 s after the context was cancelled", name)
		}
	}
	if err := stage.Close(); err != nil {
		t.Error(err)
	}
}

func TestCloseEndsTheActorsAndWaitsForThem(t *testing.T) {
	uncut(t)
	begun := make(chan struct{}, 1)
	var ended atomic.Bool
	stage, err := Open(t.Context(), Options{Proxy: func(func(string, ...any)) Relay {
		return func(_ context.Context, client, _ net.Conn) {
			begun <- struct{}{}
			io.Copy(io.Discard, client)
			for range 1000 {
				runtime.Gosched() // slow to leave
			}
			ended.Store(true)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", stage.CDN)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	<-begun
	if err := stage.Close(); err != nil || !ended.Load() {
		t.Errorf("Close returned %v; the proxy had ended: %v", err, ended.Load())
	}
}
