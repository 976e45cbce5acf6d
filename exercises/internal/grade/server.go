package grade

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"example/websocket/01-raw-socket/socket"
	"example/websocket/06-full-websocket/conformance"
)

const (
	workers   = 32  // cases at a time
	batch     = 96  // cases between two looks at how it goes
	enough    = 100 // failures, and a stage is over
	stageTime = 3 * time.Minute
)

// afterAll is the place of a problem that any other tells better.
const afterAll = 1 << 20

// The ways in which a stage ends before its time.
var (
	errOver = errors.New("the stage is over")           // the next may be tried
	errDoor = errors.New("nothing further can go well") // and none further is tried
)

// A candidate is the server that is graded.
type candidate struct {
	o     options
	sheet *sheet
	args  []string // of the command, nil if the server was there before us

	server conformance.Server
	cmd    *command
}

// gradeServer leads a server through the stages.
func (o options) gradeServer(ctx context.Context, s *sheet, args []string) error {
	c := &candidate{o: o, sheet: s, args: args}
	if args != nil {
		if err := c.start(ctx); err != nil {
			return err
		}
		defer func() { c.cmd.stop() }()
	} else {
		c.listensAt(o.addr)
		conn, err := c.server.Dial(ctx)
		if err != nil {
			return fmt.Errorf("no server to grade: %w", err)
		}
		conn.Close()
	}
	s.head("The server at " + c.server.Host)
	var err error
	for at := atCrowd; at <= o.upTo && ctx.Err() == nil; at++ {
		row := newRow(at)
		if !errors.Is(err, errDoor) {
			s.begin(row)
			err = c.stage(ctx, row)
		}
		s.done(row)
	}
	return nil
}

// start starts the command, on a port of its own.
func (c *candidate) start(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	cmd, err := startServer(ctx, c.args, port)
	if err != nil {
		return err
	}
	c.cmd = cmd
	c.listensAt(net.JoinHostPort("127.0.0.1", port))
	return nil
}

func (c *candidate) listensAt(addr string) {
	dialer := &net.Dialer{Timeout: max(c.o.patience, time.Second)}
	c.server = conformance.Server{Host: addr, Target: "/", Dial: func(ctx context.Context) (net.Conn, error) {
		return dialer.DialContext(ctx, "tcp", addr)
	}}
}

// dead reports whether the command has ended, or does within d.
func (c *candidate) dead(d time.Duration) bool { return c.cmd != nil && c.cmd.endsWithin(d) }

// stage tries one stage.
func (c *candidate) stage(ctx context.Context, row *row) error {
	ctx, cancel := context.WithTimeoutCause(ctx, stageTime, errOver)
	defer cancel()
	if c.dead(0) {
		if err := c.start(ctx); err != nil {
			row.note("Your server does not start again: %v", err)
			return errDoor
		}
	}
	if row.at == atCrowd {
		return c.crowd(ctx, row)
	}
	cases := casesOf(row.at, conformance.Servers, c.o.cases)
	row.cases = len(cases)
	size := 1 // the first case is the door
	for start := 0; start < len(cases); start, size = start+size, batch {
		err := c.play(ctx, row, cases, start, min(start+size, len(cases)))
		switch {
		case err != nil:
			return err
		case context.Cause(ctx) == errOver:
			row.note("It takes longer than %v.", stageTime)
			return nil
		case start == 0 && row.at != atLast && row.count(failed)+row.count(later) > 0:
			row.note("Without that, nothing further can be shown.")
			return errDoor
		case row.count(failed) >= enough:
			row.note("That is enough to mend.")
			return nil
		}
	}
	return nil
}

// play tries cases[from:to]. If the server dies, it is started again, once, and
// what has not gone well is tried one by one, to see of what it dies.
func (c *candidate) play(ctx context.Context, row *row, cases []conformance.Case, from, to int) error {
	places := make(map[string]int)
	for i := from; i < to; i++ {
		places[cases[i].ID] = i
	}
	add := func(r conformance.Result) {
		m, p := judge(row.at, places[r.ID], r)
		row.set(places[r.ID], m, p)
		c.sheet.progress(row)
	}
	err := conformance.CheckServer(ctx, c.server, cases[from:to], c.options(row.at), add)
	switch {
	case ctx.Err() != nil, err == nil && !c.dead(0):
		return nil
	case !c.dead(time.Second):
		row.set(len(cases), failed, problem{stage: row.at, grave: true, title: "a server stays", did: "connect", wanted: "a connection", got: came(err)})
		return errDoor
	}
	row.died(fmt.Sprintf("%d cases side by side", to-from), c.cmd)
	if err := c.start(ctx); err != nil {
		return errDoor
	}
	for i := from; i < to; i++ {
		if row.marks[i] == passed && row.tried(i) {
			continue
		}
		row.forget(i) // what came of it may be the others' doing
		var last conformance.Result
		err := conformance.CheckServer(ctx, c.server, cases[i:i+1], c.options(row.at), func(r conformance.Result) { last = r })
		if ctx.Err() != nil {
			return nil
		}
		if err == nil && !c.dead(50*time.Millisecond) {
			add(last)
			continue
		}
		if !c.dead(time.Second) {
			return errDoor
		}
		row.died(cases[i].Title, c.cmd)
		row.set(i, failed, problem{stage: row.at, rank: i, grave: true, title: cases[i].Title, did: did(last.Done), wanted: "a server that lives on",
			got: "your server died", section: cases[i].Section(), exercise: lessons[lessonOf(cases[i].ID)].exercise, id: cases[i].ID})
		return errOver
	}
	return nil
}

func (c *candidate) options(at int) conformance.Options {
	o := conformance.Options{Patience: c.o.patience, Workers: workers, ZeroKey: at == atFrames}
	if at == atLast {
		o.Patience *= 2 // megabytes take their time
	}
	return o
}

// crowd tries stage 02.
func (c *candidate) crowd(ctx context.Context, row *row) error {
	row.cases = len(trials)
	again := false
	for i, t := range trials {
		v := &visitors{ctx: ctx, dial: c.server.Dial, host: c.server.Host, patience: c.o.patience}
		err := t.try(v)
		v.leave()
		c.sheet.progress(row)
		p := problem{stage: atCrowd, rank: i, grave: true, title: t.title, did: t.did, wanted: "an answer for whoever asks", exercise: "02a-serve-everybody"}
		switch {
		case ctx.Err() != nil:
			return nil
		case err == errMute:
			row.set(i, none, problem{})
			continue
		case err == nil:
			row.set(i, passed, problem{})
			continue
		case c.dead(200 * time.Millisecond):
			if socket.Explain(err) == "refused" { // then what came before did it
				i, p = i-1, before(p, i)
			}
			row.died(p.title, c.cmd)
			if p.got = "your server died"; again || c.start(ctx) != nil {
				row.set(i, failed, p)
				return errDoor
			}
			again = true
		case socket.Explain(err) == "refused":
			p.got = came(err)
			row.set(i, failed, p)
			return errDoor
		case i == 0:
			p.stage, p.rank, p.exercise, p.got = atHandshake, afterAll, "", came(err)
			row.set(i, later, p)
			row.note("Nobody is answered at all, so that nothing can be shown here.")
			return nil
		default:
			p.got = came(err)
		}
		row.set(i, failed, p)
	}
	return nil
}

// before returns the problem p of trial i as that of the trial before it; before
// the first we have looked whether the server listens.
func before(p problem, i int) problem {
	if p.rank, p.title, p.did = i-1, "a client that hangs up at once harms nobody", "connect, to see whether anybody listens, and hang up"; i > 0 {
		p.title, p.did = trials[i-1].title, trials[i-1].did+", and hang up"
	}
	return p
}
