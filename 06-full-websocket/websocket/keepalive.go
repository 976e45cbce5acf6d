package websocket

import (
	"cmp"
	"errors"
	"fmt"
	"math"
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
	timer          *time.Timer

	// For tick, of which one runs at a time.
	pingAt time.Duration // when the next one goes out, since epoch
	judge  time.Duration // when something has to have been heard; 0: no ping is out
	since  uint32        // which wait of the reader was under way when it began to count
	pong   chan error    // of the last ping
}

// epoch is a point in time from which to count.
var epoch = time.Now()

// keepAlive begins it.
func (c *Conn) keepAlive(interval, wait time.Duration) {
	if interval <= 0 {
		return
	}
	s := &silence{c: c, interval: interval, wait: wait, pingAt: time.Since(epoch) + interval}
	c.silence = s
	s.timer = time.AfterFunc(math.MaxInt64, s.tick)
	s.timer.Reset(interval) // now that tick can see it
}

// tick does what is due, and comes back when the next thing is.
func (s *silence) tick() {
	now := time.Since(epoch)
	if s.judge != 0 && now >= s.judge {
		s.judge = 0
		switch waits := s.c.in.Waits(); {
		case s.c.in.Heard():
		case waits%2 == 1 && waits == s.since:
			s.c.abort(fmt.Sprintf("pinged, and heard nothing for %v", s.wait), ErrSilent)
			return
		default: // nobody was there to hear
			s.listen(now)
		}
	}
	if now >= s.pingAt {
		s.pingAt = now + s.interval
		if s.judge == 0 {
			s.listen(now)
		}
		s.c.pings.drop(s.pong)
		if s.pong, _ = s.c.ping([]byte("keepalive")); s.c.over() { // after our Close, it is the answer to that which counts
			return
		}
	}
	s.timer.Reset(min(cmp.Or(s.judge, s.pingAt), s.pingAt) - now)
}

func (s *silence) listen(now time.Duration) {
	s.judge = now + s.wait
	s.since = s.c.in.Waits()
	s.c.in.Heard() // forget
}

// stop ends it.
func (s *silence) stop() {
	if s != nil {
		s.timer.Stop()
	}
}
