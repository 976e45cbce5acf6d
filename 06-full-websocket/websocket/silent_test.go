package websocket_test

import (
	"bufio"
	"context"
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

// BenchmarkSilent says what a connection keeps, beyond the TCP connection, that has
// echoed one message and waits for the next: heap and stack, with its goroutine. Run
// one of it by itself, with -benchtime 1x: a second finds stacks that the first has
// left.
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
			var sum int64
			for b.Loop() {
				sum += keep(b, bb.n, bb.o, bb.wrap)
			}
			b.ReportMetric(float64(sum)/float64(bb.n*b.N), "B/conn")
		})
	}
}

// keep returns what n connections keep.
func keep(b *testing.B, n int, o *websocket.Options, wrap bool) (bytes int64) {
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
		all.Go(func() { answerAll(ours[i], o) })
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

// answerAll is an echo that holds no buffer while it waits.
func answerAll(nc net.Conn, o *websocket.Options) {
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
