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
	spare  bool // it may be started again in this stage
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
	for at := crowd; at <= o.upTo && ctx.Err() == nil; at++ {
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
	c.spare = true
	if c.dead(0) {
		if err := c.start(ctx); err != nil {
			row.note("Your server does not start again: %v", err)
			return errDoor
		}
	}
	if row.at == crowd {
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
		case start == 0 && row.at != last && row.count(failed)+row.count(later) > 0:
			row.note("Without that, nothing further can be shown.")
			return errDoor
		case row.count(failed) >= enough:
			row.note("That is enough to mend.")
			return nil
		}
	}
	return nil
}

// play tries cases[from:to]. If the server dies of them, it is started again, and
// what is left is tried once more.
func (c *candidate) play(ctx context.Context, row *row, cases []conformance.Case, from, to int) error {
	rank := make(map[string]int)
	for i := from; i < to; i++ {
		rank[cases[i].ID] = i
	}
	for {
		var left, recent []conformance.Case
		for i := from; i < to; i++ {
			if _, tried := row.marks[i]; !tried {
				left = append(left, cases[i])
			}
		}
		err := conformance.CheckServer(ctx, c.server, left, c.options(row.at), func(r conformance.Result) {
			i := rank[r.ID]
			m, p := judge(row.at, i, r)
			row.set(i, m, p)
			recent = append(recent, cases[i])
			c.sheet.progress(row)
		})
		switch {
		case ctx.Err() != nil, err == nil && !c.dead(0):
			return nil
		case !c.dead(time.Second):
			row.set(len(cases), failed, problem{stage: row.at, grave: true, title: "a server stays", did: "connect", wanted: "a connection", got: came(err)})
			return errDoor
		case !c.spare:
			row.note("Your server died again (%s).", c.cmd.how())
			return errOver
		}
		row.note("Your server died after some of %d cases side by side (%s); it was started again to find out which.%s", len(left), c.cmd.how(), c.cmd.lastWords())
		c.spare = false
		if err := c.start(ctx); err != nil {
			return errDoor
		}
		for _, k := range left { // those that were under way
			if _, tried := row.marks[rank[k.ID]]; !tried && len(recent) < len(left) {
				recent = append(recent, k)
			}
		}
		if c.diesOf(ctx, row, recent, rank) {
			return errOver
		}
		row.set(len(cases), failed, problem{stage: row.at, rank: from, grave: true, title: "a server that many use", did: fmt.Sprintf("try %d cases side by side", len(left)),
			wanted: "a server that lives on", got: "it died", exercise: "02a-serve-everybody"})
	}
}

// diesOf tries the suspects one by one, and notes of which the server dies.
func (c *candidate) diesOf(ctx context.Context, row *row, suspects []conformance.Case, rank map[string]int) bool {
	for _, k := range suspects {
		var r conformance.Result
		err := conformance.CheckServer(ctx, c.server, []conformance.Case{k}, c.options(row.at), func(result conformance.Result) { r = result })
		switch {
		case ctx.Err() != nil:
			return false
		case err == nil && !c.dead(50*time.Millisecond):
			continue
		}
		c.dead(time.Second)
		row.note("Your server died after: %s (%s).%s", k.Title, c.cmd.how(), c.cmd.lastWords())
		l := lessons[lessonOf(k.ID)]
		row.set(rank[k.ID], failed, problem{stage: row.at, rank: rank[k.ID], grave: true, title: k.Title, did: did(r.Done),
			wanted: "a server that lives on", got: "it died", section: k.Section(), exercise: l.exercise, id: k.ID})
		return true
	}
	return false
}

func (c *candidate) options(at int) conformance.Options {
	o := conformance.Options{Patience: c.o.patience, Workers: workers, ZeroKey: at == frames}
	if at == last {
		o.Patience *= 2 // megabytes take their time
	}
	return o
}

// crowd tries stage 02.
func (c *candidate) crowd(ctx context.Context, row *row) error {
	row.cases = len(trials)
	for i, t := range trials {
		v := &visitors{ctx: ctx, dial: c.server.Dial, host: c.server.Host, patience: c.o.patience}
		err := t.try(v)
		v.leave()
		c.sheet.progress(row)
		p := problem{stage: crowd, rank: i, grave: true, title: t.title, did: t.did, wanted: "an answer for whoever asks", exercise: "02a-serve-everybody"}
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
			if socket.Explain(err) == "refused" && i > 0 {
				i--
				p.rank, p.title, p.did = i, trials[i].title, trials[i].did
			}
			if p.got = "your server died"; !c.diedOnce(ctx, row, p) {
				row.set(i, failed, p)
				return errOver
			}
		case socket.Explain(err) == "refused":
			p.got = came(err)
			row.set(i, failed, p)
			return errDoor
		case i == 0:
			p.stage, p.rank, p.exercise, p.got = handshake, afterAll, "", came(err)
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

// diedOnce notes what the server died of, and starts it again, once in a stage.
func (c *candidate) diedOnce(ctx context.Context, row *row, p problem) bool {
	again := c.spare
	c.spare = false
	row.note("Your server died after: %s (%s).%s", p.title, c.cmd.how(), c.cmd.lastWords())
	return again && c.start(ctx) == nil
}
