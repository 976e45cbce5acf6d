package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/06-full-websocket/websocket"
)

// suite is autobahn and its flags: this chapter's client, driven through a suite
// that is a server and asks for an echo. The Autobahn suite is one, check-client
// another.
type suite struct {
	agent string // our name in the suite's report
	side  int    // cases at a time
}

// Bounds of a case, wide enough for the largest of the Autobahn suite's.
const (
	suiteMessage = 64 << 20 // bytes
	suiteSilence = time.Minute
)

func (s *suite) flags(v *program.Verb) {
	v.StringVar(&s.agent, "agent", "06-full-websocket", "be `NAME` in the suite's report")
	v.Count(&s.side, "side", 1, 64, "run `N` cases side by side")
}

// run asks the suite at args[0] how many cases there are, runs each, and asks
// for the report. What becomes of a case is the suite's to judge.
func (s *suite) run(ctx context.Context, args []string) error {
	at := strings.TrimSuffix(args[0], "/")
	n := 0
	if err := s.echo(ctx, at+"/getCaseCount", func(p []byte) (err error) {
		n, err = strconv.Atoi(string(p))
		return err
	}); n == 0 {
		return fmt.Errorf("%s/getCaseCount did not say how many cases there are: %w", at, err)
	}
	agent := "agent=" + url.QueryEscape(s.agent)
	if err := s.cases(ctx, n, at+"/runCase?"+agent); err != nil {
		return err
	}
	fmt.Printf("all %d cases have run; the suite knows how they ended\n", n)
	err := s.echo(ctx, at+"/updateReports?"+agent, nil)
	var goodbye *websocket.CloseError
	if !errors.As(err, &goodbye) {
		return fmt.Errorf("%s/updateReports: %w", at, err)
	}
	return nil
}

// cases runs cases 1 to n, and says now and then how far it is. It ends early
// only if the suite cannot be reached any more.
func (s *suite) cases(ctx context.Context, n int, at string) error {
	ctx, gone := context.WithCancelCause(ctx)
	defer gone(nil)
	next := make(chan int)
	var all sync.WaitGroup
	for range s.side {
		all.Go(func() {
			for i := range next {
				err := s.echo(ctx, fmt.Sprintf("%s&case=%d", at, i), nil)
				if op := new(net.OpError); errors.As(err, &op) && op.Op == "dial" {
					gone(err)
				}
			}
		})
	}
	for i := 1; i <= n && ctx.Err() == nil; i++ {
		if i%50 == 0 {
			fmt.Printf("case %d of %d\n", i, n)
		}
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
	return context.Cause(ctx)
}

// echo opens a WebSocket and echoes until it ends, in whatever way; the error
// says how. If take is not nil, it gets the messages instead.
func (s *suite) echo(ctx context.Context, at string, take func(p []byte) error) error {
	c, err := websocket.Dial(ctx, at, &websocket.Options{
		Limit: suiteMessage, Compression: &websocket.Compression{Threshold: 1},
		KeepaliveInterval: -1, // a ping would be an answer that the case did not ask for
	})
	if err != nil {
		return err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	var buf []byte
	for {
		c.SetReadDeadline(time.Now().Add(suiteSilence))
		op, p, err := c.ReadMessage(buf)
		switch {
		case err != nil:
			return err
		case take != nil:
			err = take(p)
		default:
			err = c.WriteMessage(op, p)
		}
		if err != nil {
			return err
		}
		buf = p
	}
}
