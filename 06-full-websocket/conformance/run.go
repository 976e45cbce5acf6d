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
	ZeroKey  bool          // a judge that is the client masks with 00 00 00 00, which changes no byte
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
// result to done, one after the other, in the order in which they end. Cases
// that are only for clients are left out. It returns when all have ended; soon
// after ctx is done, with ctx's error; or, with the error of the connection, when
// the server takes no more: whatever was under way then is what it fell over.
func CheckServer(ctx context.Context, s Server, cases []Case, o Options, done func(Result)) error {
	o = o.orDefault()
	alive, gone := context.WithCancelCause(ctx)
	defer gone(nil)
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
	judge := func(c Case) (Result, bool) {
		p, err := s.connect(ctx, o)
		if err != nil {
			gone(fmt.Errorf("the server is gone, and the rest was not tried: %w", err))
			return Result{}, false
		}
		defer p.close()
		r := c.play(ctx, p)
		return r, ctx.Err() == nil
	}
	sideBySide(alive, light, o.Workers, judge, done)
	sideBySide(alive, heavy, min(o.Workers, 2), judge, done)
	return context.Cause(alive)
}

// sideBySide judges cases with so many workers, until ctx is done.
func sideBySide(ctx context.Context, cases []Case, workers int, judge func(Case) (Result, bool), done func(Result)) {
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan Case)
	for range workers {
		all.Go(func() {
			for c := range next {
				if r, ok := judge(c); ok {
					mu.Lock()
					done(r)
					mu.Unlock()
				}
			}
		})
	}
	for _, c := range cases {
		if ctx.Err() != nil {
			break
		}
		next <- c
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
