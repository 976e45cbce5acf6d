package websocket_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// BenchmarkEcho sends messages in one write, depth of them at a time, and waits
// for all answers. A time is that of one message, there and back.
func BenchmarkEcho(b *testing.B) {
	for _, depth := range []int{1, 16} {
		for _, size := range []int{64, 1024, 65536} {
			for name, send := range map[string]func(*websocket.Conn, websocket.Opcode, []byte) error{
				"WriteMessage": (*websocket.Conn).WriteMessage, "Queue": (*websocket.Conn).Queue,
			} {
				b.Run(fmt.Sprintf("%s/size=%d/depth=%d", name, size, depth), func(b *testing.B) {
					raw, c := connected(b)
					go func() {
						var buf []byte
						for {
							op, p, err := c.ReadMessage(buf)
							if err != nil || send(c, op, p) != nil {
								return
							}
							buf = p
						}
					}()
					p := strings.Repeat("x", size)
					requests := bytes.Repeat(masked(true, text, p), depth)
					answers := make([]byte, depth*len(plain(true, text, p)))
					b.SetBytes(int64(size))
					b.ReportAllocs()
					for i := 0; i < b.N; i += depth {
						raw.Write(requests)
						if _, err := io.ReadFull(raw, answers); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}

// BenchmarkSilent says what a connection keeps, beyond the TCP connection, that has
// echoed one message and waits for the next: heap and stack, with its goroutine. A
// time is that of a thousand connections, from the handshake on.
func BenchmarkSilent(b *testing.B) {
	for name, wrap := range map[string]func(net.Conn) net.Conn{
		"TCP":      func(nc net.Conn) net.Conn { return nc },
		"anything": func(nc net.Conn) net.Conn { return struct{ net.Conn }{nc} },
	} {
		b.Run(name, func(b *testing.B) {
			const n = 1000
			var kept int64
			for b.Loop() {
				var raws, ours [n]net.Conn
				for i := range n {
					raws[i], ours[i] = tcp(b)
				}
				kept -= inUse()
				var all sync.WaitGroup
				for i := range n {
					all.Go(func() { echo(wrap(ours[i])) })
					shake(b, raws[i])
					raws[i].Write(masked(true, text, "Hello"))
					if _, err := io.ReadFull(raws[i], make([]byte, 7)); err != nil {
						b.Fatal(err)
					}
				}
				kept += inUse()
				for i := range n {
					raws[i].Close()
				}
				all.Wait()
			}
			b.ReportMetric(float64(kept)/n/float64(b.N), "B/conn")
		})
	}
}

// echo holds no buffer while it waits.
func echo(nc net.Conn) {
	c, err := websocket.Accept(context.Background(), nc, nil)
	for err == nil {
		var op websocket.Opcode
		var p []byte
		if op, p, err = c.ReadMessage(nil); err == nil {
			err = c.Queue(op, p)
		}
	}
}

// inUse returns the bytes of the heap and of all stacks.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// connected returns a server's connection, and the client's end of the TCP
// connection below.
func connected(b *testing.B) (net.Conn, *websocket.Conn) {
	raw, ours := tcp(b)
	accepted := make(chan *websocket.Conn)
	go func() {
		c, err := websocket.Accept(context.Background(), ours, nil)
		if err != nil {
			b.Error(err)
		}
		accepted <- c
	}()
	shake(b, raw)
	return raw, <-accepted
}

func shake(b *testing.B, raw net.Conn) {
	_, err := handshake.Connect(raw, handshake.Offer{Target: &handshake.Target{Host: "127.0.0.1", RequestTarget: "/"}})
	if err != nil {
		b.Fatal(err)
	}
}

func tcp(b *testing.B) (dialled, accepted net.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	if dialled, err = net.Dial("tcp", l.Addr().String()); err != nil {
		b.Fatal(err)
	}
	if accepted, err = l.Accept(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { dialled.Close(); accepted.Close() })
	return dialled, accepted
}
