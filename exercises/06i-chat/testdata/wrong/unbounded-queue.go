// This is what a queue without a bound looks like: one client that does not read
// keeps all that is ever said in the memory of the server.

package chat

import "sync"

type Room struct {
	mu     sync.Mutex
	queues map[Client]*queue
}

type queue struct {
	more    sync.Cond
	waiting []string
	over    bool
}

func (r *Room) Join(c Client) error {
	if err := c.Handshake(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.queues == nil {
		r.queues = make(map[Client]*queue)
	}
	q := &queue{more: sync.Cond{L: &r.mu}}
	r.queues[c] = q
	go func() {
		for {
			r.mu.Lock()
			for len(q.waiting) == 0 && !q.over {
				q.more.Wait()
			}
			if q.over {
				r.mu.Unlock()
				return
			}
			text := q.waiting[0]
			q.waiting = q.waiting[1:]
			r.mu.Unlock()
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
	if q, ok := r.queues[c]; ok {
		delete(r.queues, c)
		q.over = true
		q.more.Signal()
	}
}

func (r *Room) Broadcast(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.queues {
		q.waiting = append(q.waiting, text)
		q.more.Signal()
	}
}
