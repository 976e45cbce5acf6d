// Package program is what every chapter's main.go shares and no lesson is
// about: verbs and their flags, the first line of output, what dial sends and
// prints, Ctrl-C, the exit status.
//
//	p := program.New("01-raw-socket", "one line about the chapter")
//	serve := p.Serve("what it shows", net.Listen, func(ctx context.Context, l net.Listener) error { … })
//	serve.Duration(&pause, "pause", "wait before each read")
//	p.Main()
//
// The exit status is 0 when the verb ends well or is ended by Ctrl-C, 2 for a
// flag or an address that cannot be meant, and 1 for everything else.
package program

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// leaveWithin is how long a verb may take to end after Ctrl-C.
const leaveWithin = 10 * time.Second

// A Program is one chapter's command and its verbs.
type Program struct {
	name, about string
	verbs       []*Verb
	otherwise   *Verb // runs where no verb is named; nil if none does
}

// A Verb is one thing that a program does. Its flags are added with the
// methods of flag.FlagSet.
type Verb struct {
	*flag.FlagSet
	args, about, example string
	run                  func(ctx context.Context, args []string) error
}

// ErrReported ends a program with status 1 and no message: what went wrong has
// been printed.
var ErrReported = errors.New("reported")

// New returns a program without verbs. Name is the chapter's folder.
func New(name, about string) *Program {
	return &Program{name: name, about: about}
}

// Verb adds a verb. Args is how its arguments are written in the help: one
// word an argument, the last one with … if it may repeat, or in brackets if it
// may be missing, or both. Run gets that many; its context is cancelled by
// Ctrl-C.
func (p *Program) Verb(name, args, about, example string, run func(ctx context.Context, args []string) error) *Verb {
	v := &Verb{flag.NewFlagSet(name, flag.ContinueOnError), args, about, example, run}
	v.SetOutput(io.Discard)
	p.verbs = append(p.verbs, v)
	return v
}

// Otherwise makes v the verb of a command line that names none. If v takes
// arguments, such a line may begin with one. Serve does so with its own verb.
func (p *Program) Otherwise(v *Verb) { p.otherwise = v }

// Main runs the verb that the command line names, or the one that stands in
// where it names none, and exits.
func (p *Program) Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once

	err := p.runWithin(ctx, os.Args[1:])
	if err == nil || errors.Is(err, flag.ErrHelp) {
		os.Exit(0)
	}
	if err != ErrReported {
		fmt.Fprintf(os.Stderr, "%s: %s\n", p.name, sentence(err))
	}
	if isUsage(err) {
		os.Exit(2)
	}
	os.Exit(1)
}

// runWithin runs the verb, and gives it leaveWithin once ctx is done.
func (p *Program) runWithin(ctx context.Context, args []string) error {
	done := make(chan error, 1)
	go func() { done <- p.run(ctx, args) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-time.After(leaveWithin):
			return fmt.Errorf("did not end within %v of being interrupted", leaveWithin)
		}
	}
	if ctx.Err() != nil && !isUsage(err) {
		return nil // whatever was interrupted, it was meant to be
	}
	return err
}

func (p *Program) run(ctx context.Context, args []string) error {
	verb, args, err := p.find(args)
	if errors.Is(err, flag.ErrHelp) {
		p.help(os.Stdout)
	}
	if err != nil {
		return err
	}
	operands, err := verb.parse(args)
	if errors.Is(err, flag.ErrHelp) {
		verb.help(os.Stdout, p.name)
	}
	if err != nil {
		return err
	}
	return verb.run(ctx, operands)
}

// find returns the verb and what follows it.
func (p *Program) find(args []string) (*Verb, []string, error) {
	first := "-"
	if len(args) > 0 {
		first = args[0]
	}
	switch first {
	case "-h", "-help", "--help", "help":
		return nil, nil, flag.ErrHelp
	}
	var names []string
	for _, v := range p.verbs {
		if v.Name() == first {
			return v, args[1:], nil
		}
		names = append(names, v.Name())
	}
	if p.otherwise != nil && (strings.HasPrefix(first, "-") || p.otherwise.args != "") {
		return p.otherwise, args, nil
	}
	return nil, nil, Usagef("%q is not a verb of this chapter: %s (-h explains them)", first, strings.Join(names, ", "))
}

// parse takes flags before, between and after the operands. What stands behind
// -- is operands, whatever it looks like.
func (v *Verb) parse(args []string) (operands []string, err error) {
	var plain []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, plain = args[:i], args[i+1:]
	}
	for {
		if err := v.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, err
		} else if err != nil {
			return nil, Usagef("%s: %v (-h lists the flags)", v.Name(), err)
		}
		if v.NArg() == 0 {
			break
		}
		operands = append(operands, v.Arg(0))
		args = v.Args()[1:]
	}
	operands = append(operands, plain...)
	want := strings.Fields(v.args)
	many := strings.HasSuffix(strings.TrimSuffix(v.args, "]"), "…")
	switch {
	case len(operands) < len(want) && (len(operands) < len(want)-1 || !strings.HasPrefix(want[len(operands)], "[")):
		return nil, Usagef("%s needs %s, for example: go run ./%s", v.Name(), v.args, v.example)
	case len(operands) > len(want) && !many && v.dribbles(operands):
		return nil, Usagef("%s: a pause is written with =, as in -dribble=%s", v.Name(), operands[0])
	case len(operands) > len(want) && !many:
		return nil, Usagef("%s: %q is one argument too many (-h shows an example)", v.Name(), operands[len(want)])
	}
	return operands, nil
}
