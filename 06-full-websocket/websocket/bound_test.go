package websocket_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// stuck are the calls that wait for a peer that reads nothing.
var stuck = map[string]func(c *websocket.Conn) error{
	"WriteMessage":         func(c *websocket.Conn) error { return c.WriteMessage(text, []byte("Hello")) },
	"a large WriteMessage": func(c *websocket.Conn) error { return c.WriteMessage(binary, make([]byte, 1<<20)) },
	"a large Queue":        func(c *websocket.Conn) error { return c.Queue(binary, make([]byte, 16<<10)) },
	"Queue after Queue": func(c *websocket.Conn) (err error) {
		for n := 0; n <= 64<<10 && err == nil; n += 1000 {
			err = c.Queue(binary, make([]byte, 1000))
		}
		return err
	},
	"Flush": func(c *websocket.Conn) error { return errors.Join(c.Queue(text, []byte("Hello")), c.Flush()) },
	"NextWriter": func(c *websocket.Conn) error {
		w, err := c.NextWriter(text)
		if err == nil {
			_, err = io.WriteString(w, "Hello")
		}
		return err
	},
	"CloseWrite": func(c *websocket.Conn) error { return c.CloseWrite(1000, "") },
	"Ping":       func(c *websocket.Conn) error { return c.Ping(context.Background(), nil) },
}

// inTime lets every stuck call wait for a peer that reads nothing, alone and
// behind another that does, and says when each came back with what.
func inTime(t *testing.T, o *websocket.Options, meanwhile func(*websocket.Conn), check func(t *testing.T, took time.Duration, err error)) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(stuck)) {
		for _, behind := range []string{"", "WriteMessage", "a large WriteMessage"} {
			test := name
			if behind != "" {
				test += " behind " + behind
			}
			t.Run(test, func(t *testing.T) {
				silent(t, o, func(t *testing.T, s *story, _ *meter) {
					start := time.Now()
					results := make(chan error, 2)
					n := 1
					if behind != "" {
						n++
						go func() { results <- stuck[behind](s.conn) }()
						synctest.Wait()
					}
					go func() { results <- stuck[name](s.conn) }()
					synctest.Wait()
					meanwhile(s.conn)
					for range n {
						err := <-results
						check(t, time.Since(start), err)
					}
				})
			})
		}
	}
}

func TestWriteTimeBoundsEveryWrite(t *testing.T) {
	inTime(t, &websocket.Options{WriteTime: 7 * time.Second, KeepaliveInterval: -1}, func(*websocket.Conn) {},
		func(t *testing.T, took time.Duration, err error) {
			// What was queued may have waited for company first.
			if took < 7*time.Second || took > 7*time.Second+time.Millisecond || !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != frame.Abnormal {
				t.Errorf("after %v: %v; want a deadline after 7 s, and 1006", took, err)
			}
		})
}

func TestWriteDeadlineBoundsEveryWrite(t *testing.T) {
	inTime(t, &websocket.Options{WriteTime: 7 * time.Second, KeepaliveInterval: -1},
		func(c *websocket.Conn) { c.SetWriteDeadline(time.Now().Add(3 * time.Second)) },
		func(t *testing.T, took time.Duration, err error) {
			if took < 3*time.Second || took > 3*time.Second+time.Millisecond || !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != frame.Abnormal {
				t.Errorf("after %v: %v; want a deadline after 3 s, and 1006", took, err)
			}
		})
}

func TestCloseUnblocksEveryWrite(t *testing.T) {
	inTime(t, &websocket.Options{KeepaliveInterval: -1}, func(c *websocket.Conn) { c.Close() },
		func(t *testing.T, took time.Duration, err error) {
			if took != 0 || !errors.Is(err, net.ErrClosed) || websocket.CloseStatus(err) != frame.Abnormal {
				t.Errorf("after %v: %v; want net.ErrClosed at once, and 1006", took, err)
			}
		})
}

// Shutdown waits no longer than its context says, for a writer that is stuck as
// well, and then everybody is let go.
func TestShutdownUnblocksEveryWrite(t *testing.T) {
	inTime(t, &websocket.Options{KeepaliveInterval: -1}, func(c *websocket.Conn) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		start := time.Now()
		if err := c.Shutdown(ctx, 1001, ""); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 5*time.Second {
			t.Errorf("Shutdown: %v after %v; want its context's error after 5 s", err, time.Since(start))
		}
	}, func(t *testing.T, took time.Duration, err error) {
		if took != 5*time.Second || err == nil {
			t.Errorf("after %v: %v; want an error after 5 s", took, err)
		}
	})
}

// While the peer reads, however slowly, a write goes on: WriteTime is for a
// piece of it.
func TestSlowIsNotStuck(t *testing.T) {
	silent(t, &websocket.Options{WriteTime: 7 * time.Second, KeepaliveInterval: -1}, func(t *testing.T, s *story, _ *meter) {
		const size = 10 << 20
		wrote := make(chan error, 1)
		go func() { wrote <- s.conn.WriteMessage(binary, make([]byte, size)) }()
		start := time.Now()
		whole := plain(true, binary, string(make([]byte, size)))
		for i := 0; i < len(whole); i += 128 << 10 {
			<-time.After(6 * time.Second)
			s.expect(whole[i:min(i+128<<10, len(whole))])
		}
		if err := <-wrote; err != nil {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
