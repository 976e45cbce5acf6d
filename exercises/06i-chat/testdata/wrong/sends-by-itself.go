// This is what it looks like when Broadcast itself sends to one after the other, and
// says goodbye to who fails: it waits for everybody, and for those most of all.

package chat

import (
	"sync"

	"example/websocket/04-frames/frame"
)

type Room struct {
	mu      sync.Mutex
	members map[Client]bool
}

func (r *Room) Join(c Client) error {
	if err := c.Handshake(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.members == nil {
		r.members = make(map[Client]bool)
	}
	r.members[c] = true
	return nil
}

func (r *Room) Leave(c Client) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.members, c)
}

func (r *Room) Broadcast(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.members {
		if c.Send(text) != nil {
			delete(r.members, c)
			c.Close(frame.PolicyViolation, "")
		}
	}
}
