package heartbeat_test

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"testing"
	"time"

	heartbeat "example/websocket/exercises/06g-heartbeat"
	"example/websocket/exercises/internal/check"
)

//go:embed keepalive.go
var yours string

//go:embed testdata/stub.go
var stub string

const (
	every   = 30 * time.Second
	wait    = 10 * time.Second
	section = "RFC 6455 §5.5.2"
)

func TestKeepalive(t *testing.T) {
	check.Run(t, check.File{Name: "keepalive.go", Yours: yours, Stub: stub},
		story("every-30-seconds", "A peer that answers at once is pinged after 30 s, 1 min and 1 min 30 s, and not before; when ctx is cancelled 15 s later, no ping follows.",
			func(t *check.T, p *peer) {
				time.AfterFunc(105*time.Second, p.cancel)
				p.keepalive()
				same(t, fmt.Sprintf("pings after %v", p.times()), "pings after [30s 1m0s 1m30s]")
			}),
		story("silent", "A peer that never answers is given up with ErrSilent after 40 s exactly: 30 of rest and 10 of waiting.",
			func(t *check.T, p *peer) {
				p.dies = 1
				p.ends(heartbeat.ErrSilent, 40*time.Second)
			}),
		story("silent-later", "One that answers two pings at once and then no more is given up with ErrSilent after 100 s: 3 times 30, and 10.",
			func(t *check.T, p *peer) {
				p.dies = 3
				p.ends(heartbeat.ErrSilent, 100*time.Second)
			}),
		story("ping-has-ended", "When Keepalive has returned ErrSilent, no ping is under way any more: the context that ping got has ended after its 10 s, though ctx has not.",
			func(t *check.T, p *peer) {
				p.dies = 1
				p.keepalive()
				same(t, fmt.Sprintf("pings under way: %d", p.underWay()), "pings under way: 0")
			}),
		story("cancelled-at-rest", "If ctx is cancelled after 45 s, while nothing is under way, Keepalive returns context.Canceled at once.",
			func(t *check.T, p *peer) {
				time.AfterFunc(45*time.Second, p.cancel)
				p.ends(context.Canceled, 45*time.Second)
			}),
		story("cancelled-while-waiting", "If ctx is cancelled after 35 s, while a pong is waited for, Keepalive returns context.Canceled at once, and not ErrSilent.",
			func(t *check.T, p *peer) {
				p.dies = 1
				time.AfterFunc(35*time.Second, p.cancel)
				p.ends(context.Canceled, 35*time.Second)
			}),
		story("callers-deadline", "If ctx has a deadline of its own, which passes after 35 s while a pong is waited for, Keepalive returns context.DeadlineExceeded then, and not ErrSilent.",
			func(t *check.T, p *peer) {
				p.dies = 1
				ctx, cancel := context.WithTimeout(p.ctx, 35*time.Second)
				defer cancel()
				p.ctx = ctx
				p.ends(context.DeadlineExceeded, 35*time.Second)
			}),
		story("slow", "A peer that takes 9.999999999 s for each answer is alive: ten hours later it is still being pinged.",
			func(t *check.T, p *peer) {
				p.takes = wait - 1
				time.AfterFunc(10*time.Hour, p.cancel)
				p.ends(context.Canceled, 10*time.Hour)
				pings := p.times()
				if last := pings[len(pings)-1]; last < 10*time.Hour-time.Minute {
					t.Wrong(fmt.Sprintf("no ping after %v", last), "one a minute, at the least")
				}
			}),
		story("rests-after-the-pong", "One that takes 4 s for each answer is pinged after 30 s, 1 min 4 s and 1 min 38 s: the rest begins when the pong has come.",
			func(t *check.T, p *peer) {
				p.takes = 4 * time.Second
				time.AfterFunc(110*time.Second, p.cancel)
				p.keepalive()
				same(t, fmt.Sprintf("pings after %v", p.times()), "pings after [30s 1m4s 1m38s]")
			}),
		story("one-at-a-time", "Pinged every second and given 10, a peer that takes 5.5 s for each answer is alive an hour later, and no ping begins while another waits for its pong.",
			func(t *check.T, p *peer) {
				p.takes = 5500 * time.Millisecond
				time.AfterFunc(time.Hour, p.cancel)
				p.every = time.Second
				p.ends(context.Canceled, time.Hour)
				same(t, fmt.Sprintf("pings at a time: %d", p.most), "pings at a time: 1")
			}),
		story("lost", "If the second ping fails at once with net.ErrClosed, Keepalive returns that, after 1 min.",
			func(t *check.T, p *peer) {
				p.lost = 2
				p.ends(net.ErrClosed, time.Minute)
			}),
		story("nothing-left", "After it has returned nobody pings any more, and no goroutine is left.",
			func(t *check.T, p *peer) {
				time.AfterFunc(45*time.Second, p.cancel)
				p.keepalive()
				n := len(p.times())
				<-time.After(time.Hour)
				same(t, fmt.Sprintf("pings afterwards: %d", len(p.times())-n), "pings afterwards: 0")
			}),
	)
}
