// Package grade grades a WebSocket that somebody has written from scratch, in
// any language, by what a finished echo can show at each stage of this
// repository: several clients at once (02), the handshake (03), frames (04),
// masks (05), and everything else (06). It prints one table, and the one thing
// to mend next.
//
// Read Verb in this file first, then lessons.go (which case belongs to which
// stage, and what teaches it), and server.go (how a server is led through the
// stages). Second reading: crowd.go (stage 02, which no case of the suite
// tries), client.go, finding.go (what a result means), sheet.go (the table),
// command.go (the program that is graded).
package grade

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/06-full-websocket/conformance"
)

// Verb adds the verb grade, with its flags, to p.
func Verb(p *program.Program) {
	o := options{patience: 2 * time.Second, upTo: atLast, cases: conformance.Cases()}
	about := "grade your own server, in any language: it listens on {port}, or on PORT in its environment"
	v := p.Verb("grade", "[COMMAND…]", about, "exercises grade -- python3 my_server.py {port}", func(ctx context.Context, args []string) error {
		s := newSheet(os.Stdout, program.Live())
		return o.run(ctx, s, args)
	})
	v.StringVar(&o.addr, "addr", "", "grade the server that listens on `HOST:PORT` already")
	v.BoolVar(&o.client, "client", false, "COMMAND is a client: it echoes what {url}/runCase?case=N sends, as check-client says")
	v.Func("stage", "stop after stage `N`, of 02 to 06", func(s string) error {
		for i, stage := range stages {
			if strings.TrimPrefix(s, "0") == stage.number[1:] {
				o.upTo = i
				return nil
			}
		}
		return errors.New("want a stage from 02 to 06")
	})
	v.Duration(&o.patience, "patience", "wait `DURATION` for whatever has to come; without it 2s")
}

// options are the command line.
type options struct {
	addr     string
	client   bool
	upTo     int // a stage
	patience time.Duration
	cases    []conformance.Case
}

// run grades what the command line names, and prints the sheet.
func (o options) run(ctx context.Context, s *sheet, args []string) error {
	switch {
	case o.addr != "" && len(args) > 0:
		return program.Usagef("grade: either a command to start or -addr, not both")
	case o.addr != "" && o.client:
		return program.Usagef("grade: -client needs a command to start: it is the client that connects")
	case o.addr == "" && len(args) == 0:
		return program.Usagef("grade needs a command to start, behind --, or -addr HOST:PORT (-h shows an example)")
	}
	var err error
	if o.client {
		err = o.gradeClient(ctx, s, args)
	} else {
		err = o.gradeServer(ctx, s, args)
	}
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !s.end() {
		return program.ErrReported
	}
	return nil
}

// freePort returns a port of this machine on which nobody listens.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
