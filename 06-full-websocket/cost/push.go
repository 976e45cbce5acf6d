package cost

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// A Push is one way for a server to speak unasked, or to seem to.
type Push struct {
	Name, Speaks string // Speaks says who may, and when
	hear         func(ctx context.Context, c *client, n int) error
}

// Pushes returns them.
func Pushes() []Push {
	return []Push{
		{"long polling", "the server, when asked", poll},
		{"Server-Sent Events", "the server", events},
		{"WebSocket", "both, at any time", messages},
	}
}

// A Pushed is what it took to push ticks.
type Pushed struct {
	Push
	Traffic
	Requests int // of HTTP
}

// Ticks has a server push n ticks, one in every interval, to one client.
func Ticks(ctx context.Context, p Push, n int, every time.Duration) (Pushed, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(n)*every+patience)
	defer cancel()
	f := &feed{n: n, grown: make(chan struct{})}
	addr, stop, err := listen(ctx, func(ctx context.Context, l net.Listener) error {
		return serveHandler(ctx, l, f.routes(ctx))
	})
	if err != nil {
		return Pushed{}, err
	}
	defer stop()
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	running.Go(func() { f.run(ctx, every) })

	m := new(meter)
	c := &client{addr: addr, dial: m.dial, http: newHTTPClient(addr, m.dial)}
	defer c.http.CloseIdleConnections()
	if err := p.hear(ctx, c, n); err != nil {
		return Pushed{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	return Pushed{p, m.traffic(), c.requests}, nil
}

// A feed is the server's: ticks 1 to n, as time brings them.
type feed struct {
	n int

	mu    sync.Mutex
	tick  int           // the latest
	grown chan struct{} // closed when the next is there
}

// run brings the ticks.
func (f *feed) run(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for range f.n {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		f.mu.Lock()
		f.tick++
		close(f.grown)
		f.grown = make(chan struct{})
		f.mu.Unlock()
	}
}

// wait returns the text of a tick, once it is there.
func (f *feed) wait(ctx context.Context, tick int) (string, error) {
	for {
		f.mu.Lock()
		latest, grown := f.tick, f.grown
		f.mu.Unlock()
		if tick <= latest {
			return text(tick), nil
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-grown:
		}
	}
}

func text(tick int) string { return fmt.Sprintf("tick %d", tick) }

// each hands every tick to say.
func (f *feed) each(ctx context.Context, say func(text string) error) error {
	for i := range f.n {
		text, err := f.wait(ctx, i+1)
		if err != nil {
			return err
		}
		if err := say(text); err != nil {
			return err
		}
	}
	return nil
}

// routes are the same feed in three ways.
func (f *feed) routes(ctx context.Context) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /next", func(w http.ResponseWriter, r *http.Request) {
		after, err := strconv.Atoi(r.FormValue("after"))
		if err != nil || after < 0 || after >= f.n {
			http.Error(w, fmt.Sprintf("after=%q, and it is a number below %d", r.FormValue("after"), f.n), http.StatusBadRequest)
			return
		}
		if text, err := f.wait(r.Context(), after+1); err == nil {
			io.WriteString(w, text)
		}
	})
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		f.each(r.Context(), func(text string) error {
			fmt.Fprintf(w, "data: %s\n\n", text)
			return http.NewResponseController(w).Flush()
		})
	})
	mux.Handle("GET /ws", websocket.Handler(nil, func(conn context.Context, c *websocket.Conn) {
		defer context.AfterFunc(ctx, func() { c.Close() })()
		f.each(c.CloseRead(conn), func(text string) error { return c.WriteMessage(websocket.Text, []byte(text)) })
	}))
	return mux
}

// A client hears the ticks.
type client struct {
	addr     string
	dial     dialer
	http     *http.Client
	requests int
}

func (c *client) get(ctx context.Context, path string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", "http://"+host+path, nil)
	if err != nil {
		return nil, err
	}
	c.requests++
	response, err := do(c.http, request)
	if err == nil && response.StatusCode != http.StatusOK {
		response.Body.Close()
		err = errors.New(response.Status)
	}
	return response, err
}

// poll asks for each tick anew, and is made to wait for the answer.
func poll(ctx context.Context, c *client, n int) error {
	for i := range n {
		response, err := c.get(ctx, fmt.Sprintf("/next?after=%d", i))
		if err != nil {
			return err
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return err
		}
		if err := expect(i+1, string(body)); err != nil {
			return err
		}
	}
	return nil
}

// events asks once, and the response does not end.
func events(ctx context.Context, c *client, n int) error {
	response, err := c.get(ctx, "/events")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	lines, tick := bufio.NewScanner(response.Body), 1
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		if err := expect(tick, data); err != nil {
			return err
		}
		tick++
	}
	if lines.Err() == nil && tick <= n {
		return io.ErrUnexpectedEOF
	}
	return lines.Err()
}

// messages come as they are sent.
func messages(ctx context.Context, c *client, n int) error {
	c.requests++
	ws, err := websocket.Dial(ctx, "ws://"+host+"/ws", &websocket.Options{
		DialContext: func(ctx context.Context) (net.Conn, error) { return c.dial(ctx, c.addr) },
	})
	if err != nil {
		return err
	}
	defer ws.Close()
	defer context.AfterFunc(ctx, func() { ws.Close() })()
	for i := range n {
		_, message, err := ws.ReadMessage(nil)
		if err != nil {
			return err
		}
		if err := expect(i+1, string(message)); err != nil {
			return err
		}
	}
	_, _, err = ws.ReadMessage(nil)
	if websocket.CloseStatus(err) == 1000 {
		return nil
	}
	return err
}

func expect(tick int, got string) error {
	if want := text(tick); got != want {
		return fmt.Errorf("got %q, want %q", got, want)
	}
	return nil
}
