package grade

import (
	"context"
	"fmt"
	"net"
	"slices"
	"time"

	"example/websocket/06-full-websocket/conformance"
)

const (
	callWithin  = 15 * time.Second // for a client to ask for its first case
	nextWithin  = time.Minute      // for a case to end
	reportGrace = time.Second      // between the end of a client and of its cases
)

// gradeClient starts the client once for each stage, and plays the cases of the
// stage with it.
func (o options) gradeClient(ctx context.Context, s *sheet, args []string) error {
	s.head("The client " + clip(args[0], 68))
	shut := false
	for at := atHandshake; at <= o.upTo && ctx.Err() == nil; at++ {
		row := newRow(at)
		if !shut {
			s.begin(row)
			cases := casesOf(row.at, conformance.Clients, o.cases)
			if err := o.call(ctx, s, row, cases, args); err != nil {
				return err
			}
			shut = row.shut(slices.IndexFunc(cases, func(c conformance.Case) bool { return isDoor(at, c) }))
		}
		s.done(row)
	}
	return nil
}

// shut reports whether the door of a stage, at place i, went wrong, or was not
// tried.
func (r *row) shut(i int) bool {
	m, tried := r.marks[i]
	return !tried || m == failed || m == later
}

// call plays the cases of a stage with one run of the client.
func (o options) call(ctx context.Context, s *sheet, row *row, cases []conformance.Case, args []string) error {
	row.cases = len(cases)
	rank := make(map[string]int)
	for i, c := range cases {
		rank[c.ID] = i
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	cmd, err := startCommand(args, port)
	if err != nil {
		l.Close()
		return err
	}
	defer cmd.stop()
	run, end := context.WithCancelCause(ctx)
	defer end(nil)
	watch := time.AfterFunc(callWithin, func() { end(say("Your client asks for nothing.%s", cmd.lastWords())) })
	defer watch.Stop()
	over := time.AfterFunc(stageTime, func() { end(say("It takes longer than %v.", stageTime)) })
	defer over.Stop()
	go func() {
		select {
		case <-cmd.ended:
			if wait(run, reportGrace) {
				end(say("Your client ended (%s) before it asked for /updateReports.%s", cmd.how(), cmd.lastWords()))
			}
		case <-run.Done():
		}
	}()
	opts := conformance.Options{Patience: o.patience, Workers: 1}
	err = conformance.CheckClient(run, l, cases, opts, func(r conformance.Result) {
		watch.Reset(nextWithin)
		i := rank[r.ID]
		m, p := judge(row.at, i, r)
		row.set(i, m, p)
		s.progress(row)
		if row.count(failed) >= enough {
			end(say("That is enough to mend."))
		}
	})
	if why := context.Cause(run); why != nil && ctx.Err() == nil {
		row.note("%v", why)
		return nil
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// A cause is a whole sentence, for the learner.
type cause string

func (c cause) Error() string { return string(c) }

func say(format string, args ...any) error { return cause(fmt.Sprintf(format, args...)) }
