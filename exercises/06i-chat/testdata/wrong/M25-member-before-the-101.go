// This is what it looks like when a client is a member before its handshake is
// over: the frame of a message comes before the 101, or in the middle of it.

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
	queue := make(chan string, Backlog)
	r.mu.Lock()
	if r.queues == nil {
		r.queues = make(map[Client]chan string)
	}
	r.queues[c] = queue
	r.mu.Unlock()
	go r.deliver(c, queue)
	err := c.Handshake()
	if err != nil {
		r.Leave(c)
	}
	return err
}

func (r *Room) deliver(c Client, queue chan string) {
	for text := range queue {
		if c.Send(text) != nil {
			r.Leave(c)
			return
		}
	}
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
			go c.Close(frame.PolicyViolation, "too slow")
		}
	}
}
