package heartbeat_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"slices"
	"sync"
	"testing/synctest"
	"time"

	heartbeat "example/websocket/exercises/06g-heartbeat"
	"example/websocket/exercises/internal/check"
)

// A peer is who gets the pings, in virtual time.
type peer struct {
	t      *check.T
	ctx    context.Context
	cancel context.CancelFunc
	every  time.Duration
	start  time.Time

	takes      time.Duration // for an answer
	dies, lost int           // the first ping that it does not answer, and that fails; 0: none

	mu        sync.Mutex
	pings     []time.Duration // when each came
	out, most int             // that wait for their pongs, now and at the most
	over      bool            // Keepalive has returned
}

// patience is after what time a stand-in for a ping does not wait any more.
const patience = 24 * time.Hour

// story is a case with a peer.
func story(name, says string, tell func(*check.T, *peer)) check.Case {
	return check.Case{Name: name, Says: says, Section: section, Run: func(t *check.T) {
		t.Bubble(func(t *check.T) {
			p := &peer{t: t, every: every, start: time.Now()}
			p.ctx, p.cancel = context.WithCancel(context.Background())
			defer p.cancel()
			tell(t, p)
		})
	}}
}

// ping is what Keepalive gets.
func (p *peer) ping(ctx context.Context) error {
	n, over := p.begin()
	defer p.end()
	takes, answer := p.takes, error(nil)
	switch {
	case over:
		runtime.Goexit() // or who was left behind would ping for ever
	case p.lost > 0 && n >= p.lost:
		return net.ErrClosed
	case time.Since(p.start) > patience:
		return errors.New("the test has waited for a day")
	case p.dies > 0 && n >= p.dies:
		takes, answer = patience, errors.New("no pong for a day")
	case ctx.Err() != nil:
		return ctx.Err()
	}
	select {
	case <-time.After(takes):
		return answer
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *peer) begin() (n int, over bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pings = append(p.pings, time.Since(p.start))
	p.out++
	p.most = max(p.most, p.out)
	return len(p.pings), p.over
}

func (p *peer) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out--
}

// times returns when the pings came.
func (p *peer) times() []time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.pings)
}

// underWay returns how many pings wait on, once all has happened that can happen now.
func (p *peer) underWay() int {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out
}

// keepalive calls Keepalive, and returns its error.
func (p *peer) keepalive() error {
	p.t.Call("Keepalive(ctx, ping, %v, %v)", p.every, wait)
	err := heartbeat.Keepalive(p.ctx, p.ping, p.every, wait)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	return err
}

// ends wants Keepalive to return an error at a time.
func (p *peer) ends(want error, at time.Duration) {
	err := p.keepalive()
	name := fmt.Sprint(err)
	for _, known := range []error{heartbeat.ErrSilent, context.Canceled, context.DeadlineExceeded, net.ErrClosed} {
		if errors.Is(err, known) {
			name = known.Error()
		}
	}
	same(p.t, fmt.Sprintf("%s after %v", name, time.Since(p.start)), fmt.Sprintf("%v after %v", want, at))
}

// same is for what is told in words.
func same(t *check.T, got, want string) {
	if got != want {
		t.Wrong(got, want)
	}
}
