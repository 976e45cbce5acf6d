package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"example/websocket/04-frames/frame"
)

// Options bound a run. The zero value is the defaults.
type Options struct {
	Patience time.Duration // for whatever has to come; 0 is 5 s
	Workers  int           // cases at a time; 0 is 16
}

func (o Options) orDefault() Options {
	o.Patience = cmp.Or(o.Patience, 5*time.Second)
	o.Workers = cmp.Or(o.Workers, 16)
	return o
}

// A Server is a server that is judged.
type Server struct {
	Dial   func(context.Context) (net.Conn, error)
	Host   string // for the Host field
	Target string // of the request: path and query
}

// CheckServer plays the cases with a server, several at a time, and gives each
// result to done, one after the other, in the order in which they end. It
// returns when all have ended, or soon after ctx is done: then with ctx's error.
// Cases that are only for clients are left out.
func CheckServer(ctx context.Context, s Server, cases []Case, o Options, done func(Result)) error {
	o = o.orDefault()
	var light, heavy []Case
	for _, c := range cases {
		switch {
		case c.Side == Clients:
		case c.Heavy:
			heavy = append(heavy, c)
		default:
			light = append(light, c)
		}
	}
	judge := func(c Case) Result { return s.judge(ctx, c, o) }
	sideBySide(ctx, light, o.Workers, judge, done)
	sideBySide(ctx, heavy, min(o.Workers, 2), judge, done)
	return ctx.Err()
}

// sideBySide judges cases with so many workers.
func sideBySide(ctx context.Context, cases []Case, workers int, judge func(Case) Result, done func(Result)) {
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan Case)
	for range workers {
		all.Go(func() {
			for c := range next {
				r := judge(c)
				if ctx.Err() == nil {
					mu.Lock()
					done(r)
					mu.Unlock()
				}
			}
		})
	}
	for _, c := range cases {
		select {
		case next <- c:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
}

// connect opens a connection on which nothing has been said.
func (s Server) connect(ctx context.Context, o Options) (*Peer, error) {
	conn, err := s.Dial(ctx)
	if err != nil {
		return nil, err
	}
	p := newPeer(ctx, conn, frame.Client, o)
	p.host, p.target = s.Host, s.Target
	p.dial = func(ctx context.Context) (*Peer, error) { return s.connect(ctx, o) }
	return p, nil
}

func (s Server) judge(ctx context.Context, c Case, o Options) Result {
	p, err := s.connect(ctx, o)
	if err != nil {
		return Result{Case: c, Verdict: Failed, Findings: []*Finding{failed("a connection", err.Error())}}
	}
	defer p.close()
	return c.play(ctx, p)
}

// caseTime bounds one case, whatever the peer does to keep it going.
const caseTime = 40 * time.Second

// play goes through the steps with p, whose handshake has not been done.
func (c Case) play(ctx context.Context, p *Peer) Result {
	ctx, cancel := context.WithTimeoutCause(ctx, caseTime, errors.New("the case took longer than "+caseTime.String()))
	defer cancel()
	defer context.AfterFunc(ctx, func() { p.conn.Close() })()
	p.ctx = ctx
	steps := c.Steps
	if !c.Bare {
		steps = slices.Concat([]Step{{"shake hands", func(p *Peer) error { return p.open(c.Deal) }}}, steps)
	}
	return c.take(p, steps)
}

// take takes the steps until one of them ends the case.
func (c Case) take(p *Peer, steps []Step) Result {
	var err error
	for _, s := range steps {
		p.log = append(p.log, Done{Text: s.Text})
		if err = s.Do(p); err != nil {
			break
		}
	}
	var found *Finding
	switch {
	case err != nil && p.ctx.Err() != nil:
		p.notes = append(p.notes, failed("an end", fmt.Sprint(context.Cause(p.ctx))))
	case errors.As(err, &found):
		p.notes = append(p.notes, found)
	case err != nil:
		p.notes = append(p.notes, failed("an answer", err.Error()))
	}
	r := Result{Case: c, Findings: p.notes, Done: p.log}
	slices.SortStableFunc(r.Findings, func(a, b *Finding) int { return cmp.Compare(b.Verdict, a.Verdict) })
	for _, f := range r.Findings {
		f.Section = cmp.Or(f.Section, c.Section())
		if c.Worst != OK {
			f.Verdict = min(f.Verdict, c.Worst)
		}
		r.Verdict = max(r.Verdict, f.Verdict)
	}
	return r
}
