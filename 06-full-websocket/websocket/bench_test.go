package websocket_test

import (
	"fmt"
	"io"
	"net"
	"testing"

	"example/websocket/06-full-websocket/websocket"
)

// answering are the ways to answer every message with itself. Each reuses its
// buffer, as a handler does that cares.
var answering = map[string]func(c *websocket.Conn) error{
	"WriteMessage": func(c *websocket.Conn) (err error) {
		var p []byte
		for err == nil {
			var op websocket.Opcode
			if op, p, err = c.ReadMessage(p); err == nil {
				err = c.WriteMessage(op, p)
			}
		}
		return err
	},
	"Queue": func(c *websocket.Conn) (err error) {
		buf := make([]byte, 1<<20)
		for err == nil {
			var op websocket.Opcode
			var r io.Reader
			var n int
			if op, r, err = c.NextReader(); err != nil {
				return err
			}
			if n, err = io.ReadFull(r, buf); err == io.EOF || err == io.ErrUnexpectedEOF {
				err = c.Queue(op, buf[:n])
			}
		}
		return err
	},
}

// echo returns a client of an echo, and a function that sends depth messages of
// so many bytes and reads them back.
func echo(t testing.TB, dialled, accepted net.Conn, answer func(*websocket.Conn) error, size, depth int) (c *websocket.Conn, turn func()) {
	client, server := ends(t, dialled, accepted, websocket.Options{KeepaliveInterval: -1})
	go answer(server)
	p, buf := make([]byte, size), []byte(nil)
	return client, func() {
		for range depth {
			if err := client.Queue(websocket.Binary, p); err != nil {
				t.Fatal(err)
			}
		}
		if err := client.Flush(); err != nil {
			t.Fatal(err)
		}
		for range depth {
			var err error
			if _, buf, err = client.ReadMessage(buf); err != nil || len(buf) != size {
				t.Fatalf("%d bytes came back, %v, want %d", len(buf), err, size)
			}
		}
	}
}

// The cost of a message there and back, and of both ends.
func BenchmarkEcho(b *testing.B) {
	for _, how := range []string{"WriteMessage", "Queue"} {
		for _, size := range []int{64, 1 << 10, 64 << 10, 1<<20 - 1} {
			for _, depth := range []int{1, 16} {
				if size > 1<<10 && depth > 1 {
					continue
				}
				b.Run(fmt.Sprintf("%s/%d/%ddeep", how, size, depth), func(b *testing.B) {
					dialled, accepted := loopback(b)
					_, turn := echo(b, dialled, accepted, answering[how], size, depth)
					turn()
					b.ReportAllocs()
					b.SetBytes(int64(size))
					b.ResetTimer()
					for done := 0; done < b.N; done += depth {
						turn()
					}
				})
			}
		}
	}
}
