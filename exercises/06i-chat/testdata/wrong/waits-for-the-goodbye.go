// This is what it looks like when Broadcast itself says goodbye: everybody waits
// until a client that does not even read has had its time to answer.

package chat

import (
	"sync"

	"example/websocket/04-frames/frame"
)

type Room struct {
	mu     sync.Mutex
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

func (r *Room) Leave(c Client) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drop(c)
}

func (r *Room) drop(c Client) {
	if queue, ok := r.queues[c]; ok {
		delete(r.queues, c)
		close(queue)
	}
}

func (r *Room) Broadcast(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c, queue := range r.queues {
		select {
		case queue <- text:
		default:
			r.drop(c)
			c.Close(frame.PolicyViolation, "too slow")
		}
	}
}
