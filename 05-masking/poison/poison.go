// Package poison shows why clients mask (RFC 6455 §10.3): through a proxy that
// knows no WebSocket, a page whose author chooses the bytes on the wire plants
// a script in the proxy's cache, and everybody behind the proxy runs it.
//
// Read this file first: who acts, and in which order. Second reading: modes.go
// (how each browser picks keys, and what each page does about it), browser.go
// (browser A, victim B), sites.go (the genuine site, the attacker's), proxy.go,
// talk.go and scan.go (the naive proxy), stage.go (the sockets), table.go.
package poison

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Run plays all modes, each on a stage of its own, and prints a table.
func Run(ctx context.Context, _ []string) error { return show(ctx, os.Stdout) }

func show(ctx context.Context, w io.Writer) error {
	fmt.Fprint(w, intro)
	var results []Result
	for i, m := range Modes() {
		fmt.Fprintf(w, "\n=== %d. %s\n", i+1, m.Name)
		r, err := Play(ctx, m, Options{Out: w})
		if err != nil {
			return fmt.Errorf("poison: %s: %w", m.Name, err)
		}
		results = append(results, r)
	}
	fmt.Fprintf(w, "\n%s%s", table(results), outro)
	return nil
}

// Play opens a stage whose proxy has cached nothing yet, lets browser A show
// the attacker's page and then victim B ask for the genuine site's script, and
// says which script B got.
func Play(ctx context.Context, m Mode, o Options) (r Result, err error) {
	stage, err := Open(ctx, o)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()

	r.Mode = m
	if r.Wire, err = stage.BrowserA(ctx, m); err != nil {
		return r, fmt.Errorf("browser A: %w", err)
	}
	script, err := stage.VictimB(ctx)
	if err != nil {
		return r, fmt.Errorf("victim B: %w", err)
	}
	r.Poisoned = script == Poison
	stage.say("victim B", "runs %.40s  ->  %s", script, r.Verdict())
	return r, nil
}
