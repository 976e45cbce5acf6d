// This is what a goroutine for each message looks like: nothing says which of
// them runs first, and several of them send to one client at a time.

package chat

import "sync"

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
		go func() {
			if c.Send(text) != nil {
				r.Leave(c)
			}
		}()
	}
}
