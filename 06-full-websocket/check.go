package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/conformance"
)

// judge is check and its flags.
type judge struct {
	json    string // a file's name
	pattern *regexp.Regexp
	list    bool
	how     conformance.Options
	trust   trust         // of check
	late    time.Duration // of check: what the server promises
	addr    string        // of check-client
}

// verb adds a verb of the judge's, with its flags, to p.
func (j *judge) verb(p *program.Program, name, args, about, example string, run func(ctx context.Context, args []string) error) *program.Verb {
	v := p.Verb(name, args, about, example, run)
	v.StringVar(&j.json, "json", "", "write the results to `FILE` too, one object a line")
	v.Func("run", "only cases whose ids match `PATTERN`, a regular expression", func(s string) (err error) {
		j.pattern, err = regexp.Compile(s)
		return err
	})
	v.Count(&j.how.Workers, "workers", 16, 1000, "try `N` cases at a time")
	v.Duration(&j.how.Patience, "patience", "wait `DURATION` for whatever has to come; without it 5s")
	v.BoolVar(&j.list, "list", false, "list the cases, and try none")
	return v
}

// check judges the server at a URL.
func (j *judge) check(ctx context.Context, args []string) error {
	cases := conformance.Cases()
	if j.late > 0 {
		cases = append(cases, conformance.Late(j.late))
	}
	cases = conformance.Select(cases, conformance.Servers, j.pattern)
	if len(cases) == 0 {
		return program.Usagef("check: no case has an id that matches %v (-list shows them)", j.pattern)
	}
	if j.list {
		conformance.List(os.Stdout, cases)
		return nil
	}
	if len(args) == 0 {
		return program.Usagef("check needs URL, for example: go run ./06-full-websocket check ws://%s/", program.Address)
	}
	target, err := handshake.ParseURL(args[0])
	if err != nil {
		return err
	}
	config, err := j.trust.config()
	if err != nil {
		return err
	}
	conn, err := target.Dial(ctx, config)
	if err != nil {
		return fmt.Errorf("no server to judge: %w", err)
	}
	conn.Close()
	if config != nil {
		config = config.Clone()
		config.VerifyConnection = nil // -insecure has said whom it trusts: once is enough
	}
	fmt.Printf("%s for the server at %s\n", many(cases), args[0])
	s := conformance.Server{Host: target.Host, Target: target.RequestTarget, Dial: func(ctx context.Context) (net.Conn, error) { return target.Dial(ctx, config) }}
	report := conformance.NewReport(os.Stdout, program.Live(), cases)
	err = conformance.CheckServer(ctx, s, cases, j.how, report.Add)
	return j.end(report, err)
}

// end ends the report, also one that was interrupted.
func (j *judge) end(report *conformance.Report, err error) error {
	failed := report.End()
	if j.json != "" {
		err = errors.Join(err, j.write(report.Results))
	}
	if err == nil && failed > 0 {
		return program.ErrReported
	}
	return err
}

// write writes the results for machines.
func (j *judge) write(results []conformance.Result) error {
	f, err := os.Create(j.json)
	if err != nil {
		return err
	}
	return errors.Join(conformance.WriteJSON(f, results), f.Close())
}
