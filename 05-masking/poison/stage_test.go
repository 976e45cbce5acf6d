package poison

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
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

func TestSecondRequestIsAHit(t *testing.T) {
	for _, cut := range []int{0, 1} {
		var out bytes.Buffer
		stage, err := Open(t.Context(), Options{Out: &out, Cut: cut})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if script, err := stage.VictimB(t.Context()); err != nil || script != Genuine {
				t.Errorf("got %q, %v; want %q", script, err, Genuine)
			}
		}
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
		if n := stage.Fetched(); n != 1 || strings.Count(out.String(), "HIT cdn.example/lib.js") != 2 {
			t.Errorf("cdn was asked %d times, want 1 and two hits:\n%s", n, &out)
		}
	}
}

// A repaired proxy can be put in the place of the naive one. This one takes
// its rule from the address: it caches nothing and looks at nothing.
func TestAnotherProxyCanBePutInPlace(t *testing.T) {
	tunnel := func(func(string, ...any)) Relay {
		return func(_ context.Context, client, dialled net.Conn) {
			go func() { io.Copy(dialled, client); closeWrite(dialled) }()
			io.Copy(client, dialled)
			closeWrite(client)
		}
	}
	for _, m := range Modes() {
		if r, transcript := play(t, m, Options{Proxy: tunnel}); r.Poisoned {
			t.Errorf("%s: poisoned through a tunnel:\n%s", m.Name, transcript)
		}
	}
}

// A script that is neither site's is no verdict.
func TestPlayReportsAProxyThatBreaksThePage(t *testing.T) {
	for name, answer := range map[string]string{
		"closes":        "",
		"answers 502":   "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
		"no WebSocket":  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
		"half a status": "HTTP/1.",
	} {
		o := Options{Proxy: func(func(string, ...any)) Relay {
			return func(_ context.Context, client, _ net.Conn) { fmt.Fprint(client, answer) }
		}}
		if r, err := Play(t.Context(), Modes()[0], o); err == nil {
			t.Errorf("%s: %s without an error", name, r.Verdict())
		}
	}
}
