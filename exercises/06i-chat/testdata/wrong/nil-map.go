// This is what a map looks like that nobody has made: the zero value is to be an
// empty room, and nothing can be put into a map that is nil.

package chat

import (
	"sync"

	"example/websocket/04-frames/frame"
)

type Room struct {
	mu      sync.Mutex
	members map[Client]chan string
}

func (r *Room) Join(c Client) error {
	if err := c.Handshake(); err != nil {
		return err
	}
	ch := make(chan string, Backlog)
	r.mu.Lock()
	r.members[c] = ch
	r.mu.Unlock()
	go func() {
		for text := range ch {
			if c.Send(text) != nil {
				r.Leave(c)
				return
			}
		}
	}()
	return nil
}

func (r *Room) remove(c Client) {
	if ch, ok := r.members[c]; ok {
		delete(r.members, c)
		close(ch)
	}
}

func (r *Room) Leave(c Client) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remove(c)
}

func (r *Room) Broadcast(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c, ch := range r.members {
		select {
		case ch <- text:
		default:
			r.remove(c)
			go c.Close(frame.PolicyViolation, "too slow")
		}
	}
}
