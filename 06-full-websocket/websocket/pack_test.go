package websocket_test

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// testPacked returns a story with a server that compresses.
func testPacked(t *testing.T, z *websocket.Compression) *story {
	t.Helper()
	ours, theirs := loopback(t)
	s := &story{t: t, raw: ours}
	accepted := make(chan error, 1)
	go func() {
		var err error
		s.conn, err = websocket.Accept(context.Background(), theirs, &websocket.Options{Compression: z})
		accepted <- err
	}()
	_, err := handshake.Connect(ours, handshake.Offer{
		Target:     &handshake.Target{Host: "127.0.0.1", RequestTarget: "/"},
		Extensions: []handshake.Extension{deflate.Params{}.Offer()}})
	if err := errors.Join(err, <-accepted); err != nil {
		t.Fatal(err)
	}
	return s
}

// The compressor belongs to whoever has the turn, after the end too: it goes
// back to a pool, and what two writers do to it another connection would send.
// The race detector sees it.
func TestOneCompressesAtATimeAfterTheEnd(t *testing.T) {
	s := testPacked(t, &websocket.Compression{})
	out, err := s.conn.NextWriter(binary)
	if err != nil {
		t.Fatal(err)
	}
	s.conn.Close()
	p := make([]byte, 64<<10)
	streamed := make(chan bool)
	go func() {
		defer close(streamed)
		for range 50 {
			out.Write(p)
		}
	}()
	for range 50 {
		if err := s.conn.WriteMessage(binary, p); !errors.Is(err, net.ErrClosed) {
			t.Errorf("write after the end: %v, want net.ErrClosed", err)
		}
	}
	<-streamed
	if _, err := s.conn.NextWriter(binary); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a message after the end: %v, want net.ErrClosed", err)
	}
}

// Whoever asks again and again, with a read deadline, whether a message has come
// borrows no decompressor, of 45 KB, for the answer no.
func TestNoMessageNeedsNoDecompressor(t *testing.T) {
	s := testPacked(t, &websocket.Compression{Params: deflate.Params{ClientNoTakeover: true}})
	s.send(h("c1 81 00 00 00 00 00 81")) // a compressed message of no bytes; the first byte of another
	if _, p, err := s.conn.ReadMessage(nil); len(p) > 0 || err != nil {
		t.Fatalf("read %q, %v", p, err)
	}
	s.conn.SetReadDeadline(time.Now())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 100 {
		if _, _, err := s.conn.NextReader(); err == nil || err == io.EOF {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("asking 100 times took %d bytes", took)
	}
}
