package websocket_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// A pipeListener is a listener without a network: for net/http in virtual time.
type pipeListener struct {
	conns  chan net.Conn
	closed chan bool
	once   sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Net: "pipe", Name: "pipe"} }
func (l *pipeListener) Close() error   { l.once.Do(func() { close(l.closed) }); return nil }

// dial connects with the listener.
func (l *pipeListener) dial(context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	l.conns <- far
	return near, nil
}

// serveHTTP starts a net/http server over pipes.
func serveHTTP(t *testing.T, srv *http.Server) *pipeListener {
	l := &pipeListener{conns: make(chan net.Conn), closed: make(chan bool)}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return l
}

type key struct{}

// with is a middleware: h's requests have a value.
func with(value string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, value)))
	})
}

// serve's context has the request's values. It is not done when net/http is done
// with the request, but when the connection is over, whoever ends it.
func TestHandlersContext(t *testing.T) {
	for name, end := range map[string]func(client, server *websocket.Conn){
		"the client's Close":    func(client, _ *websocket.Conn) { client.Close() },
		"the client's goodbye":  func(client, _ *websocket.Conn) { client.Shutdown(context.Background(), 1000, "") },
		"the server's Close":    func(_, server *websocket.Conn) { server.Close() },
		"the server's goodbye":  func(_, server *websocket.Conn) { go server.Shutdown(context.Background(), 1000, "") },
		"a client that is gone": func(client, _ *websocket.Conn) { <-time.After(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				served := make(chan *websocket.Conn)
				var ctx context.Context
				l := serveHTTP(t, &http.Server{Handler: with("alice", websocket.Handler(nil, func(its context.Context, c *websocket.Conn) {
					go c.ReadMessage(nil)
					ctx = its
					served <- c
					<-ctx.Done()
				}))})
				client, err := websocket.Dial(t.Context(), "ws://pipe/", &websocket.Options{DialContext: l.dial, KeepaliveInterval: -1})
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				server := <-served
				synctest.Wait()
				if ctx.Err() != nil || ctx.Value(key{}) != "alice" {
					t.Errorf("at the beginning: %v, value %v", ctx.Err(), ctx.Value(key{}))
				}
				if strings.Contains(name, "server's goodbye") {
					go client.ReadMessage(nil)
				}
				end(client, server)
				<-ctx.Done()
			})
		})
	}
}

// logged is what slog has been told.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// take returns it, and forgets it.
func (l *logged) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.b.Reset()
	return l.b.String()
}

// However serve ends, the client is told.
func TestHandlerSaysGoodbye(t *testing.T) {
	var told logged
	before, out, flags := slog.Default(), log.Writer(), log.Flags()
	slog.SetDefault(slog.New(slog.NewTextHandler(&told, nil))) // changes log, too
	defer func() { slog.SetDefault(before); log.SetOutput(out); log.SetFlags(flags) }()
	for _, tt := range []struct {
		name  string
		serve func(*websocket.Conn)
		code  frame.CloseCode
	}{
		{"return", func(*websocket.Conn) {}, 1000},
		{"return with a message queued", func(c *websocket.Conn) { c.Queue(text, []byte("last words")) }, 1000},
		{"panic", func(*websocket.Conn) { panic("it hurts") }, 1011},
		{"panic with an error", func(*websocket.Conn) { panic(errors.New("it hurts")) }, 1011},
		{"Goexit", func(*websocket.Conn) { runtime.Goexit() }, 1000},
		{"goodbye of its own", func(c *websocket.Conn) { c.CloseWrite(4001, "") }, 4001},
		{"panic after a goodbye", func(c *websocket.Conn) { c.CloseWrite(4001, ""); panic("it hurts") }, 4001},
		{"Close", func(c *websocket.Conn) { c.Close() }, 1006},
	} {
		t.Run(tt.name, func(t *testing.T) {
			none := noneStay(t)
			told.take()
			var calls atomic.Int32
			srv := httptest.NewServer(websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
				if calls.Add(1) == 1 {
					tt.serve(c)
					return
				}
				c.WriteMessage(text, []byte("the server lives"))
				c.ReadMessage(nil)
			}))
			defer srv.Close()
			first, err := websocket.Dial(within(t), "ws"+srv.URL[4:], nil)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(tt.name, "queued") {
				if _, p, err := first.ReadMessage(nil); string(p) != "last words" || err != nil {
					t.Errorf("%q, %v", p, err)
				}
			}
			if _, _, err := first.ReadMessage(nil); websocket.CloseStatus(err) != tt.code {
				t.Errorf("ended with %v, want %v", err, tt.code)
			}
			second, err := websocket.Dial(within(t), "ws"+srv.URL[4:], nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, p, err := second.ReadMessage(nil); err != nil {
				t.Errorf("%q, %v", p, err)
			}
			if err := second.Shutdown(within(t), 1000, ""); err != nil {
				t.Error(err)
			}
			none()
			says, panics := told.take(), strings.Contains(tt.name, "panic")
			if strings.Contains(says, "the handler panicked") != panics || strings.Contains(says, "handler_test.go") != panics {
				t.Errorf("the log says %q", says)
			}
		})
	}
}

// A client that does not answer the goodbye holds the goroutine for two seconds.
func TestHandlerDoesNotWaitForALongGoodbye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		over := make(chan time.Time, 1)
		l := serveHTTP(t, &http.Server{Handler: websocket.Handler(nil, func(ctx context.Context, c *websocket.Conn) {
			context.AfterFunc(ctx, func() { over <- time.Now() })
		})})
		start := time.Now()
		client, err := websocket.Dial(t.Context(), "ws://pipe/", &websocket.Options{DialContext: l.dial})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		if took := (<-over).Sub(start); took != 2*time.Second {
			t.Errorf("over after %v", took)
		}
	})
}

// While serve runs, net/http's goroutine, with its buffers, has ended; its timeouts
// count no more.
func TestHandlerLeavesNetHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := serveHTTP(t, &http.Server{
			ReadTimeout: time.Second, WriteTimeout: time.Second, IdleTimeout: time.Second,
			Handler: websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
				for {
					op, p, err := c.ReadMessage(nil)
					if err != nil || c.WriteMessage(op, p) != nil {
						return
					}
				}
			})})
		client, err := websocket.Dial(t.Context(), "ws://pipe/", &websocket.Options{DialContext: l.dial})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		for goroutine := range bytes.SplitSeq(stacks, []byte("\n\n")) {
			if bytes.Contains(goroutine, []byte("synctest bubble")) && bytes.Contains(goroutine, []byte("net/http.(*conn).serve(")) {
				t.Errorf("net/http is still there:\n%s", goroutine)
			}
		}
		for range 10 {
			go client.WriteMessage(text, []byte("Hello"))
			if _, p, err := client.ReadMessage(nil); string(p) != "Hello" || err != nil {
				t.Fatalf("%q, %v", p, err)
			}
			<-time.After(2 * time.Second)
		}
		if err := client.Shutdown(t.Context(), 1000, ""); err != nil {
			t.Error(err)
		}
	})
}

// Who is refused is told so, and serve is not called.
func TestHandlerRefuses(t *testing.T) {
	srv := httptest.NewServer(websocket.Handler(&websocket.Options{
		Check: func(*handshake.Request, *handshake.Answer) *handshake.Refusal {
			return &handshake.Refusal{Status: 418, Reason: "I'm a teapot", Header: http.Header{"X-Short": {"and stout"}}}
		},
	}, func(context.Context, *websocket.Conn) { t.Error("served") }))
	defer srv.Close()
	_, err := websocket.Dial(within(t), "ws"+srv.URL[4:], nil)
	var refused *handshake.Failure
	if !errors.As(err, &refused) || refused.Response.Status != 418 || refused.Response.Header.Get("X-Short") != "and stout" || !strings.Contains(string(refused.Body), "teapot") {
		t.Errorf("%v", err)
	}
	resp, err := http.Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != 426 || len(body) == 0 {
		t.Errorf("a plain GET gets %v %q", resp.Status, body)
	}
}
