package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/trial"
)

// pollEvery is how soon a save is seen. Polling needs no more than the standard
// library, and works on every file system.
const pollEvery = 300 * time.Millisecond

// Watch checks an exercise now and whenever its files are saved, and goes on to
// the next when it is passed. It begins with the first that the name means and
// that is not passed; without a name, with the one that comes next. It ends with
// ctx, or when all are passed.
func (r *Runner) Watch(ctx context.Context, names []string) error {
	all, err := r.load()
	if err != nil {
		return err
	}
	e, ok, err := r.begin(ctx, all, names)
	for ; ok && err == nil; e, ok, err = r.next(ctx, all, e) {
		if err = r.until(ctx, e); err != nil {
			break
		}
	}
	if errors.Is(err, context.Canceled) {
		return nil // Ctrl-C is how a watch ends
	}
	if err != nil {
		return err
	}
	r.say("%s\n", r.paint("passed", fmt.Sprintf("all %d exercises passed", len(all))))
	r.done()
	return nil
}

// begin returns the exercise to be watched first, if there is one.
func (r *Runner) begin(ctx context.Context, all []catalog.Exercise, names []string) (e catalog.Exercise, ok bool, err error) {
	found := all
	if len(names) > 0 {
		if found, err = find(all, names...); err != nil {
			return e, false, err
		}
	}
	results, err := r.run(ctx, found)
	if err != nil {
		return e, false, err
	}
	for _, f := range found {
		if results[f.Name].State != trial.Passed {
			return upNext(found, results), true, nil
		}
	}
	return r.next(ctx, all, found[len(found)-1])
}

// until checks e, and again after each save, until it is passed.
func (r *Runner) until(ctx context.Context, e catalog.Exercise) error {
	for first := true; ; first = false {
		saved := r.saved(e) // before the check: what is saved meanwhile is checked next
		results, err := r.run(ctx, []catalog.Exercise{e})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		}
		if r.Clear && !first {
			fmt.Fprint(r.Out, "\x1b[H\x1b[2J")
		}
		r.say("%s", r.paint("dim", strings.Repeat("─", 60)+" "+time.Now().Format("15:04:05")))
		switch err := r.verdict(e, results[e.Name]); {
		case err == nil:
			r.say("")
			return nil
		case err != program.ErrReported:
			return err
		}
		r.say("%s", r.paint("dim", "\nwatching "+e.Folder()+": save to check, Ctrl-C to end"))
		if err := r.change(ctx, e, saved); err != nil {
			return err
		}
	}
}

// change waits until what is saved of e is another than saved.
func (r *Runner) change(ctx context.Context, e catalog.Exercise, saved string) error {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		if now := r.saved(e); now != saved && now != "" {
			return nil
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// saved identifies what is saved of an exercise's program: the learner's file,
// and others that lie beside it. It is "" while the learner's file is away, as
// some editors make it for a moment when they save.
func (r *Runner) saved(e catalog.Exercise) string {
	names, _ := filepath.Glob(filepath.Join(r.Root, filepath.FromSlash(e.Folder()), "[^._]*.go")) // as go sees them: .#x.go is an editor's
	if !slices.Contains(names, r.path(e.File)) {
		return ""
	}
	var b strings.Builder
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return ""
		}
		text, err := os.ReadFile(name) // two saves may bear one time
		if err != nil {
			return ""
		}
		fmt.Fprintf(&b, "%s %v\n%s\n", name, info.ModTime(), text)
	}
	return b.String()
}
