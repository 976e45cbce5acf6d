// This is what it looks like when two Broadcasts go round at the same time, as under
// a read lock, which many may hold: one member gets the one text first, and the next
// the other.

package chat

import (
	"sync"

	"example/websocket/04-frames/frame"
)

type Room struct {
	mu     sync.RWMutex
	queues map[Client]chan string
}

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

func (r *Room) Leave(c Client) { r.drop(c) }

func (r *Room) drop(c Client) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	queue, ok := r.queues[c]
	if ok {
		delete(r.queues, c)
		close(queue)
	}
	return ok
}

func (r *Room) Broadcast(text string) {
	var slow []Client
	r.mu.RLock()
	for c, queue := range r.queues {
		select {
		case queue <- text:
		default:
			slow = append(slow, c)
		}
	}
	r.mu.RUnlock()
	for _, c := range slow {
		if r.drop(c) {
			go c.Close(frame.PolicyViolation, "too slow")
		}
	}
}
