// Package graft puts what a learner has written into the real engine: it builds
// chapter 06's server with the learner's files in the place of the chapters' own,
// lets the conformance suite judge it, and serves.
//
// Read this file first. Second reading: server.go (the server's process).
package graft

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/06-full-websocket/conformance"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/trial"
)

// Verb adds the verb graft to p.
func Verb(p *program.Program) {
	var addr string
	v := p.Verb("graft", "", "build the real engine with your files in it, judge it, and serve", "exercises graft", func(ctx context.Context, _ []string) error {
		return run(ctx, addr)
	})
	v.StringVar(&addr, "addr", program.Address, "serve on `HOST:PORT`; 0 is any port")
}

func run(ctx context.Context, addr string) error {
	if err := free(addr); err != nil {
		return err
	}
	root, err := catalog.Root()
	if err != nil {
		return err
	}
	all, err := catalog.Load(root)
	if err != nil {
		return err
	}
	pieces, err := passed(ctx, os.Stdout, root, all, nil)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "graft-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary, err := Build(ctx, root, dir, pieces)
	if err != nil {
		return err
	}
	fmt.Printf("\nbuilt: chapter 06's server with %d of its files yours; now the conformance suite\n\n", len(pieces))
	cases := conformance.Select(append(conformance.Cases(), conformance.Late(late)), conformance.Servers, nil)
	report := conformance.NewReport(os.Stdout, false, cases)
	err = Judge(ctx, binary, cases, conformance.Options{}, report.Add)
	if failed := report.End(); err == nil && failed > 0 {
		fmt.Println("\nyour files pass their own checks, and in the engine something is wrong:\nthe first of these cases says what")
		return program.ErrReported
	}
	if err != nil {
		return err
	}
	return serve(ctx, os.Stdout, binary, addr)
}

// free reports why nobody could serve on addr. To build and to judge takes a while:
// whoever has to stop another server hears of it before.
func free(addr string) error {
	l, err := program.Listen(addr)
	if err != nil {
		return err
	}
	return l.Close()
}

// Pieces are the files that stand in for others: the chapter's file, and the one
// in its place. Both are paths from the root, or absolute.
type Pieces map[string]string

// passed returns the learner's files that rebuild one of a chapter's and pass
// their checks, and tells w which those are. Files of overlay stand in for the
// learner's.
func passed(ctx context.Context, w io.Writer, root string, all []catalog.Exercise, overlay map[string]string) (Pieces, error) {
	var parts []catalog.Exercise
	var names []string
	for _, e := range all {
		if e.Rebuilds {
			parts = append(parts, e)
			names = append(names, e.Name)
		}
	}
	results, err := trial.Run(ctx, root, overlay, parts)
	if err != nil {
		return nil, err
	}
	pieces := make(Pieces)
	for _, e := range parts {
		state, whose := results[e.Name].State, "the chapter's own"
		if state == trial.Passed {
			pieces[e.Solution] = cmp.Or(overlay[e.File], e.File)
			whose = "yours"
		}
		fmt.Fprintf(w, "%-42s %-17s %s, %s\n", e.Solution, whose, e.ID(), state)
	}
	if len(pieces) == 0 {
		return nil, fmt.Errorf("none of the exercises that rebuild a piece of the engine has passed yet: %s", strings.Join(names, ", "))
	}
	return pieces, nil
}

// Build builds chapter 06's program with the pieces in it, into dir.
func Build(ctx context.Context, root, dir string, pieces Pieces) (binary string, err error) {
	overlay, err := trial.Overlay(root, pieces)
	if err != nil {
		return "", err
	}
	defer os.Remove(overlay)
	binary = filepath.Join(dir, "grafted.exe")
	cmd := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", binary, "./06-full-websocket")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.Join(ctx.Err(), fmt.Errorf("your files compile in their exercises, and not among the chapter's others: does a helper stand in another file, or have the name of one of theirs?\n%s", bytes.TrimSpace(out)))
	}
	return binary, nil
}

// late is the time that the judged server promises for a message.
const late = 2 * time.Second

// Judge starts the server and plays the cases with it.
func Judge(ctx context.Context, binary string, cases []conformance.Case, o conformance.Options, done func(conformance.Result)) error {
	s, err := start(ctx, io.Discard, binary, "serve", "-addr", "127.0.0.1:0", "-message-time", late.String())
	if err != nil {
		return err
	}
	defer s.stop()
	dial := func(ctx context.Context) (net.Conn, error) { return new(net.Dialer).DialContext(ctx, "tcp", s.addr) }
	return conformance.CheckServer(ctx, conformance.Server{Dial: dial, Host: s.addr, Target: "/"}, cases, o, done)
}

// serve serves until ctx is done.
func serve(ctx context.Context, w io.Writer, binary, addr string) error {
	s, err := start(ctx, w, binary, "serve", "-addr", addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nThis is your WebSocket: open http://%s/ and a browser is talking to it.\nCtrl-C ends it.\n\n", s.addr)
	return s.wait()
}
