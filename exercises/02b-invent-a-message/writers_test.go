package message_test

import (
	"encoding/binary"
	"fmt"
	"sync"
	"time"

	message "example/websocket/exercises/02b-invent-a-message"
	"example/websocket/exercises/internal/check"
)

const (
	writers  = 8
	messages = 100 // of each
)

// eightWriters lets eight goroutines send at once, and reads what has come of it.
func eightWriters(t *check.T) {
	t.Call("WriteMsg(w, p), by eight goroutines at once")
	w := &crowd{calls: make(chan write)}
	var sending sync.WaitGroup
	for i := range writers {
		sending.Go(func() {
			for j := range messages {
				message.WriteMsg(w, text(i, j))
			}
		})
	}
	go func() {
		sending.Wait()
		close(w.calls)
	}()
	whole(t, w.take())
}

// text returns a message of one of the writers. All are of the same length.
func text(writer, number int) []byte {
	return fmt.Appendf(nil, "writer %d, message %02d", writer, number)
}

// whole holds that stream is everybody's messages, each writer's in its order.
func whole(t *check.T, stream []byte) {
	var next [writers]int
	for i := 1; i <= writers*messages; i++ {
		if len(stream) < 2 {
			t.Wrong(fmt.Sprintf("the end after %d messages", i-1), fmt.Sprintf("%d messages", writers*messages))
		}
		n := int(binary.BigEndian.Uint16(stream))
		p := stream[2:min(2+n, len(stream))]
		stream = stream[2+len(p):]
		sender := -1
		for w := range next {
			if string(p) == string(text(w, next[w])) {
				sender = w
			}
		}
		if sender < 0 {
			t.Wrong(fmt.Sprintf("message %d, of %d bytes, is none that was sent, or not in its order", i, n), "800 messages as they were sent")
		}
		next[sender]++
	}
	if len(stream) > 0 {
		t.Wrong(fmt.Sprintf("bytes behind message %d", writers*messages), "the end")
	}
}

// A crowd is what they write to. As a net.Conn does, it takes one Write at a time,
// whole, and whoever comes meanwhile waits for a turn.
type crowd struct{ calls chan write }

type write struct {
	p    []byte
	done chan bool
}

func (c *crowd) Write(p []byte) (int, error) {
	w := write{p, make(chan bool)}
	c.calls <- w
	<-w.done
	return len(p), nil
}

// take takes the Writes until the last, and returns their bytes. It begins when all
// the writers have called Write, so that two Writes for a message always have the
// others' in between; writers who keep each other out are waited for in vain.
func (c *crowd) take() []byte {
	var first []write
	patience := time.After(time.Second)
	for waiting := true; waiting && len(first) < writers; {
		select {
		case w, more := <-c.calls:
			if !more {
				return nil // nobody has written anything
			}
			first = append(first, w)
		case <-patience:
			waiting = false
		}
	}
	var stream []byte
	for _, w := range first {
		stream = append(stream, w.p...)
		close(w.done)
	}
	for w := range c.calls {
		stream = append(stream, w.p...)
		close(w.done)
	}
	return stream
}
