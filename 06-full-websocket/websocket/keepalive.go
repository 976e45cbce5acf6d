package websocket

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrSilent is what a connection ends with, wrapped, if keepalive has heard
// nothing from the peer for Options.KeepaliveWait. Its close code is 1006.
var ErrSilent = errors.New("no sign of life from the peer")

// silence is how keepalive notices a peer that is gone, with nobody to say so.
// It pings every interval, and within wait wants to hear something: the pong, or
// anything else. Only a reader hears, so silence counts while one waits.
type silence struct {
	c              *Conn
	interval, wait time.Duration

	mu     sync.Mutex
	timer  *time.Timer
	pingAt time.Time // the next one
	judge  time.Time // when something has to have been heard; zero: no ping is out
	since  uint32    // which wait of the reader was under way when it began to count
}

// keepAlive begins it.
func (c *Conn) keepAlive(interval, wait time.Duration) {
	if interval <= 0 {
		return
	}
	s := &silence{c: c, interval: interval, wait: wait, pingAt: time.Now().Add(interval)}
	c.silence = s
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timer = time.AfterFunc(interval, s.tick)
}

// tick does what is due, and comes back when the next thing is.
func (s *silence) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if !s.judge.IsZero() && !now.Before(s.judge) {
		s.judge = time.Time{}
		switch waits := s.c.in.Waits(); {
		case s.c.in.Heard():
		case waits%2 == 1 && waits == s.since:
			s.c.abort(fmt.Sprintf("pinged, and heard nothing for %v", s.wait), ErrSilent)
			return
		default: // nobody was there to hear
			s.listen(now)
		}
	}
	if !now.Before(s.pingAt) {
		s.pingAt = now.Add(s.interval)
		if s.judge.IsZero() {
			s.listen(now)
		}
		if s.c.ping([]byte("keepalive")) != nil {
			return // after our Close nothing is kept alive
		}
	}
	s.timer.Reset(earlier(s.judge, s.pingAt).Sub(now))
}

func (s *silence) listen(now time.Time) {
	s.judge = now.Add(s.wait)
	s.since = s.c.in.Waits()
	s.c.in.Heard() // forget
}
