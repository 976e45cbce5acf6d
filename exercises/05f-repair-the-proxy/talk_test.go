package proxy_test

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/poison"
	proxy "example/websocket/exercises/05f-repair-the-proxy"
	"example/websocket/exercises/internal/check"
)

//go:embed talk.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestProxy(t *testing.T) {
	check.Run(t, check.File{Name: "talk.go", Yours: yours, Stub: stub}, append(inTheDemo(), inBytes()...)...)
}

func inTheDemo() []check.Case {
	cases := []check.Case{
		{
			Name: "pages-are-cached", Limit: time.Minute,
			Says: "Victim B asks for lib.js three times and gets the genuine script each time; cdn.example is asked once. Reads bring what there is, or one byte.",
			Run: func(t *check.T) {
				for _, cut := range []int{0, 1} {
					cached(t, cut, nil)
				}
			},
		},
		{
			Name: "cached-after-a-websocket", Limit: time.Minute,
			Says: "After somebody has used a WebSocket through the proxy, victim B asks for lib.js three times, and cdn.example is asked once.",
			Run: func(t *check.T) {
				cached(t, 0, &poison.Modes()[1])
			},
		},
		{
			Name: "websocket-works", Section: "RFC 6455 §1.2", Limit: time.Minute,
			Says: "A page sends evil.example three masked messages by WebSocket, through the proxy, and gets the answer to each. Reads bring what there is, or one byte.",
			Run: func(t *check.T) {
				for _, cut := range []int{0, 1} {
					converse(t, cut)
				}
			},
		},
	}
	for i, m := range poison.Modes() {
		cases = append(cases, check.Case{
			Name: fmt.Sprintf("mode-%d-is-clean", i+1), Section: "RFC 6455 §10.3", Limit: time.Minute,
			Says: fmt.Sprintf("Mode %d of the demo, %q, leaves victim B clean.", i+1, m.Name),
			Run: func(t *check.T) {
				clean(t, m, 0)
			},
		})
	}
	for _, cut := range []int{1, 2, 6, 7} {
		cases = append(cases, check.Case{
			Name: fmt.Sprintf("reads-of-%d", cut), Section: "RFC 6455 §10.3", Limit: time.Minute,
			Says: fmt.Sprintf("Each of the eight modes leaves victim B clean, too, if no read brings more than %d of the bytes.", cut),
			Run: func(t *check.T) {
				for _, m := range poison.Modes() {
					clean(t, m, cut)
				}
			},
		})
	}
	return cases
}

// options put the learner's proxy on the stage.
func options(cut int) poison.Options {
	return poison.Options{Cut: cut, Proxy: func(func(string, ...any)) poison.Relay {
		cache := new(proxy.Cache)
		return func(ctx context.Context, client, dialled net.Conn) {
			talk := &proxy.Talk{Cache: cache}
			poison.Carry(ctx, client, dialled, talk.FromClient, talk.FromServer)
		}
	}}
}

func reads(cut int) string {
	if cut == 0 {
		return "each read brings what there is"
	}
	return "each read brings at most " + size(cut)
}

func size(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// bounded bounds one visit: on loopback it takes some milliseconds.
func bounded(t *check.T) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), 10*time.Second)
}

// cached lets B ask three times; before that, browser A shows a page if m is not
// nil.
func cached(t *check.T, cut int, m *poison.Mode) {
	ctx, cancel := bounded(t)
	defer cancel()
	t.Call("the demo's proxy; B asks for lib.js three times\n%s", reads(cut))
	stage, err := poison.Open(ctx, options(cut))
	if err != nil {
		t.Fatal(err)
	}
	defer stage.Close()
	if m != nil {
		if _, err := stage.BrowserA(ctx, *m); err != nil {
			t.Wrong(fmt.Sprintf("browser A: %v", err), "a WebSocket that works")
		}
	}
	for range 3 {
		script, err := stage.VictimB(ctx)
		if err != nil {
			t.Wrong(fmt.Sprintf("victim B: %v", err), "the genuine script")
		}
		t.Equal(script, poison.Genuine)
	}
	if n := stage.Fetched(); n != 1 {
		t.Wrong(fmt.Sprintf("%d requests at cdn.example", n), "1, and two hits")
	}
}

// converse has a page ask evil for the keys of three frames.
func converse(t *check.T, cut int) {
	page := func(send poison.Send) error {
		for range 3 {
			answer, err := send(frame.Text, []byte(poison.Question))
			if err != nil {
				return err
			}
			if len(answer) != 8 {
				return fmt.Errorf("asked for a key, was told %.40q", answer)
			}
		}
		return nil
	}
	m := poison.Modes()[1]
	m.Page = page
	play(t, m, cut)
}

func clean(t *check.T, m poison.Mode, cut int) {
	if r := play(t, m, cut); r.Poisoned {
		t.Wrong("victim B runs "+poison.Poison, "the genuine script, "+poison.Genuine)
	}
}

func play(t *check.T, m poison.Mode, cut int) poison.Result {
	ctx, cancel := bounded(t)
	defer cancel()
	t.Call("the demo with your proxy: %s\n%s", m.Name, reads(cut))
	r, err := poison.Play(ctx, m, options(cut))
	if err != nil {
		t.Wrong(err.Error(), "a WebSocket that works")
	}
	return r
}
