package websocket_test

import (
	"bufio"
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
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// BenchmarkEcho sends messages in one write, depth of them at a time, and waits
// for all answers. A time is that of one message, there and back.
func BenchmarkEcho(b *testing.B) {
	for _, depth := range []int{1, 16} {
		for _, size := range []int{64, 1024, 65536} {
			for _, name := range []string{"WriteMessage", "Queue"} {
				send := (*websocket.Conn).WriteMessage
				if name == "Queue" {
					send = (*websocket.Conn).Queue
				}
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
// echoed one message and waits for the next: heap and stack, with its goroutine. Run
// it with -benchtime 1x: a second round finds stacks that the first has left.
func BenchmarkSilent(b *testing.B) {
	keeping := &websocket.Options{Compression: &websocket.Compression{}}
	forgetting := &websocket.Options{Compression: &websocket.Compression{
		Params: deflate.Params{ServerNoTakeover: true, ClientNoTakeover: true}}}
	for _, bb := range []struct {
		name string
		o    *websocket.Options
		n    int
		wrap bool // what is no socket is waited for in another way
	}{
		{"TCP", nil, 1000, false},
		{"anything", nil, 1000, true},
		{"compressing", forgetting, 1000, false},
		{"compressing/takeover", keeping, 20, false},
	} {
		b.Run(bb.name, func(b *testing.B) {
			var kept int64
			for b.Loop() {
				kept += silent(b, bb.n, bb.o, bb.wrap)
			}
			b.ReportMetric(float64(kept)/float64(bb.n*b.N), "B/conn")
		})
	}
}

// silent returns what n connections keep.
func silent(b *testing.B, n int, o *websocket.Options, wrap bool) (bytes int64) {
	raws, ours := make([]net.Conn, n), make([]net.Conn, n)
	for i := range n {
		raws[i], ours[i] = tcp(b)
		if wrap {
			ours[i] = struct{ net.Conn }{ours[i]}
		}
	}
	request := masked(true, text, strings.Repeat("Hello", 200)) // more than the threshold
	bytes = -inUse()
	var all sync.WaitGroup
	for i, raw := range raws {
		all.Go(func() { echo(ours[i], o) })
		shake(b, raw)
		raw.Write(request)
		if _, _, err := frame.Read(bufio.NewReader(raw), frame.Rules{Rsv: 4, Limit: 1000}); err != nil {
			b.Fatal(err)
		}
	}
	bytes += inUse()
	for _, raw := range raws {
		raw.Close()
	}
	all.Wait()
	return bytes
}

// echo holds no buffer while it waits.
func echo(nc net.Conn, o *websocket.Options) {
	c, err := websocket.Accept(context.Background(), nc, o)
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
	_, err := handshake.Connect(raw, handshake.Offer{
		Target:     &handshake.Target{Host: "127.0.0.1", RequestTarget: "/"},
		Extensions: []handshake.Extension{deflate.Params{}.Offer()},
	})
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
