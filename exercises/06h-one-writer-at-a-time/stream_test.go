package wire_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"time"

	"example/websocket/04-frames/frame"
	wire "example/websocket/exercises/06h-one-writer-at-a-time"
	"example/websocket/exercises/internal/check"
)

// A stream is what a Wire writes to. It gives way in the middle of each Write,
// and notices if another begins meanwhile.
type stream struct {
	mu       sync.Mutex
	took     []byte
	writes   int  // that have begun
	fails    int  // the number of the Write that fails; 0: none
	busy     bool // one is under way
	overlaps bool // one began while another was under way
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	s.writes++
	fails := s.writes == s.fails
	slow := s.writes <= 16 || fails
	s.overlaps = s.overlaps || s.busy
	s.busy = true
	s.mu.Unlock()
	giveWay(slow)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took = append(s.took, p...)
	s.busy = false
	if fails {
		return 0, errBroken
	}
	return len(p), nil
}

// giveWay lets the other goroutines go on. The first few times it stays away so
// long that all of them come to where they write or wait, and that a sync.Mutex
// does not hand itself to whoever had it last, but to who has waited.
func giveWay(slow bool) {
	for start := time.Now(); ; {
		runtime.Gosched()
		if !slow || time.Since(start) > 2*time.Millisecond {
			return
		}
	}
}

var errBroken = errors.New("the connection is broken")

// A breaking connection takes some bytes, fails once, and then takes all again.
type breaking struct {
	took []byte
	left int // to be taken before it fails; -1: it has failed
}

func (b *breaking) Write(p []byte) (int, error) {
	n := len(p)
	if b.left >= 0 && n >= b.left {
		n, b.left = b.left, -1
		b.took = append(b.took, p[:n]...)
		return n, errBroken
	}
	if b.left >= 0 {
		b.left -= n
	}
	b.took = append(b.took, p...)
	return n, nil
}

// A stuck connection takes nothing until it is released.
type stuck chan struct{}

func (s stuck) Write(p []byte) (int, error) {
	<-s
	return len(p), nil
}

// A sent is a message or a ping, and who sent it.
type sent struct {
	op      frame.Opcode
	payload string
}

// together has each of the writers send its frames, all at the same time.
func together(w *wire.Wire, writers [][]sent) {
	begin := make(chan struct{})
	var all sync.WaitGroup
	for _, frames := range writers {
		all.Go(func() {
			<-begin
			for _, f := range frames {
				if f.op == frame.Ping {
					w.Ping([]byte(f.payload))
				} else {
					w.Message(f.op, []byte(f.payload))
				}
			}
		})
	}
	close(begin)
	all.Wait()
}

// messages are writer n's twenty, short ones and long ones.
func messages(n int) (all []sent) {
	for i := range 20 {
		text := fmt.Sprintf("writer %d, message %d", n, i)
		all = append(all, sent{frame.Text, text + strings.Repeat(".", i%3*100)})
	}
	return all
}

func pings(n int) (all []sent) {
	for i := range 20 {
		all = append(all, sent{frame.Ping, fmt.Sprintf("pinger %d, ping %d", n, i)})
	}
	return all
}

// intact wants the stream to be all these frames, those of one writer in their
// order.
func intact(t *check.T, what string, s *stream, writers [][]sent) {
	total := 0
	next := make(map[sent]int)      // the frames that may come now, and whose they are
	at := make([]int, len(writers)) // how many of each have come
	for n, frames := range writers {
		total += len(frames)
		next[frames[0]] = n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	in := bufio.NewReader(bytes.NewReader(s.took))
	for whole := range total {
		h, payload, err := frame.Read(in, frame.Rules{From: frame.Server, Place: frame.Between, Limit: 1 << 16})
		came := sent{h.Opcode, string(payload)}
		n, known := next[came]
		if err != nil || !known {
			why := fmt.Sprint(err)
			if err == nil {
				why = fmt.Sprintf("%v % x…: not sent so, or not yet due", h.Opcode, payload[:min(len(payload), 12)])
			}
			t.Call("%s\nframe %d of %d:\n%.120s", what, whole+1, total, why)
			t.Wrong("a stream that is not made of the frames that were sent", "each frame whole, each writer's in its order")
		}
		delete(next, came)
		if at[n]++; at[n] < len(writers[n]) {
			next[writers[n][at[n]]] = n
		}
	}
	if rest, _ := io.ReadAll(in); len(rest) > 0 {
		t.Wrong("more than was sent", "nothing behind the last frame")
	}
}

// alone wants no Write to have begun during another.
func alone(t *check.T, s *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.overlaps {
		t.Wrong("a Write that began while another was under way", "one at a time")
	}
}
