// Package chat lets everybody in a room hear what is said there.
package chat

import (
	"sync"

	"example/websocket/04-frames/frame"
)

// A Room is a number of clients. Its zero value is empty and ready, and any
// number of goroutines may use it at once.
type Room struct {
	mu     sync.Mutex             // held for a moment, never while anybody waits
	queues map[Client]chan string // a member, and what waits for it
}

// Join finishes c's handshake, and makes it a member. Its error is the
// handshake's; after one, c is no member.
func (r *Room) Join(c Client) error {
	if err := c.Handshake(); err != nil {
		return err
	}
	queue := make(chan string, Backlog)
	r.mu.Lock()
	if r.queues == nil {
		r.queues = make(map[Client]chan string)
	}
	r.queues[c] = queue
	r.mu.Unlock()
	go func() {
		for text := range queue {
			if c.Send(text) != nil {
				r.Leave(c)
				return
			}
		}
	}()
	return nil
}

// Leave ends c's membership, if it is a member.
func (r *Room) Leave(c Client) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop(c)
}

// drop is Leave, for who holds the mutex.
func (r *Room) drop(c Client) {
	if queue, ok := r.queues[c]; ok {
		delete(r.queues, c)
		close(queue)
	}
}

// Broadcast sends text to all the members, and waits for none. A member for whom
// too much waits is closed with 1008, and is a member no more.
func (r *Room) Broadcast(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c, queue := range r.queues {
		select {
		case queue <- text:
		default:
			r.drop(c)
			go c.Close(frame.PolicyViolation, "too slow")
		}
	}
}
