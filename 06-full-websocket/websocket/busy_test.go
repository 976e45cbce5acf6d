package websocket_test

import (
	"bytes"
	"io"
	"sync"
	"testing"
	"time"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// A member that is being sent a large message is busy, not slow: a broadcast
// goes behind the message.
func TestBroadcastBehindALargeMessage(t *testing.T) {
	s := testServer(t, nil)
	rest, wrote := s.stick()
	var g websocket.Group
	g.Add(s.conn)
	g.Broadcast(text, []byte("all"))
	if g.Len() == 0 {
		t.Fatal("the broadcast has cut it")
	}
	s.expect(rest, plain(true, text, "all"))
	if err := <-wrote; err != nil {
		t.Error(err)
	}
}

// The tap sees the bytes in the order in which they leave, whoever sends while a
// large message is on its way.
func TestTapKeepsTheOrderOfTheWire(t *testing.T) {
	var mu sync.Mutex
	var tapped bytes.Buffer
	s := testServer(t, &websocket.Options{Tap: func(sent bool, h frame.Header, wire []byte) {
		mu.Lock()
		defer mu.Unlock()
		if sent && h != (frame.Header{}) {
			tapped.Write(wire)
		}
	}})
	const large, small, times = 1 << 20, "small", 200
	wrote := make(chan bool)
	go func() {
		defer close(wrote)
		for range times {
			if err := s.conn.WriteMessage(text, []byte(small)); err != nil {
				t.Error(err)
			}
		}
	}()
	go func() {
		for range 10 {
			s.conn.WriteMessage(binary, make([]byte, large))
		}
		<-wrote
		s.conn.CloseWrite(1000, "")
	}()
	s.raw.SetReadDeadline(time.Now().Add(patience))
	whole, err := io.ReadAll(io.LimitReader(s.raw, 10*(10+large)+times*(2+int64(len(small)))+4))
	if err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if !bytes.Equal(tapped.Bytes(), whole) {
		at := 0
		for at < min(tapped.Len(), len(whole)) && tapped.Bytes()[at] == whole[at] {
			at++
		}
		t.Errorf("from byte %d of %d on, the tap saw something else than the wire:\n%s", at, len(whole), dissect.Frames(tapped.Bytes()[at:][:20]))
	}
}
