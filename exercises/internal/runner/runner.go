// Package runner leads a learner through the exercises: it lists them, checks
// one, watches the learner's file, gives hints, shows solutions. What is passed
// it finds out by running the checks. It stores one thing, how far the hints have
// gone; and it writes a learner's file only when told to, after saving it.
//
// Read this file first. Second reading: list.go and verdict.go (what is shown),
// watch.go, hint.go, write.go.
package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/check"
	"example/websocket/exercises/internal/trial"
)

// A Runner is the command go run ./exercises. Its methods are the verbs; they
// take what stands on the command line behind the verb. An error of theirs is
// program.ErrReported where the screen has said it all.
type Runner struct {
	Root    string            // of the repository; if empty, the one around the working directory
	Overlay map[string]string // files that stand in for others, as in trial.Run
	In      io.Reader         // answers to questions
	Out     io.Writer
	Color   bool // whether Out shows colours
	Clear   bool // whether Out is a screen that watch may clear

	Spoil bool // solution: also of what is not passed
	Write bool // solution: into the learner's file
	Yes   bool // reset: without asking
}

// Check checks the exercises that the names mean: one, on a screen of its own, or
// several, in a list. Without a name it lists all. It is the verb of a command
// line without one.
func (r *Runner) Check(ctx context.Context, names []string) error {
	all, err := r.load()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return r.list(ctx, all)
	}
	found, err := find(all, names...)
	if err != nil {
		return err
	}
	results, err := r.run(ctx, found)
	if err != nil {
		return err
	}
	if len(found) > 1 {
		r.summary(found, results)
		r.table(found, results, "")
		r.say("")
	}
	for _, e := range found {
		result := results[e.Name]
		if len(found) > 1 && result.State == trial.Passed {
			continue
		}
		if err := r.verdict(e, result); err != nil {
			return err
		}
	}
	return r.onward(ctx, all, found[len(found)-1])
}

// load returns all the exercises.
func (r *Runner) load() ([]catalog.Exercise, error) {
	if r.Root == "" {
		root, err := catalog.Root()
		if err != nil {
			return nil, err
		}
		r.Root = root
	}
	return catalog.Load(r.Root)
}

// find returns the exercises that the names mean, each once, in their order.
func find(all []catalog.Exercise, names ...string) ([]catalog.Exercise, error) {
	meant := make(map[string]bool)
	for _, name := range names {
		found, err := catalog.Find(all, name)
		if err != nil {
			return nil, program.Usagef("%q is neither an exercise nor a verb: go run ./exercises lists the exercises, -h the verbs", name)
		}
		for _, e := range found {
			meant[e.Name] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(e catalog.Exercise) bool { return !meant[e.Name] }), nil
}

// one returns the only exercise that name means.
func one(all []catalog.Exercise, name string) (catalog.Exercise, error) {
	found, err := find(all, name)
	if err != nil {
		return catalog.Exercise{}, err
	}
	if len(found) > 1 {
		return catalog.Exercise{}, program.Usagef("%q means %d exercises, from %s to %s: name one", name, len(found), found[0].ID(), found[len(found)-1].ID())
	}
	return found[0], nil
}

// run finds the state of each exercise. One that nobody has touched needs no
// running.
func (r *Runner) run(ctx context.Context, exercises []catalog.Exercise) (map[string]*trial.Result, error) {
	var begun []catalog.Exercise
	for _, e := range exercises {
		touched, err := r.touched(e)
		if err != nil {
			return nil, err
		}
		if touched {
			begun = append(begun, e)
		}
	}
	results, err := trial.Run(ctx, r.Root, r.Overlay, begun)
	if err != nil {
		return nil, err
	}
	for _, e := range exercises {
		if results[e.Name] == nil {
			results[e.Name] = &trial.Result{State: trial.NotStarted}
		}
	}
	return results, nil
}

// touched reports whether the learner's file is not as it was shipped.
func (r *Runner) touched(e catalog.Exercise) (bool, error) {
	stub, err := r.read(e.Stub)
	if err != nil {
		return false, err
	}
	yours, err := r.read(e.File)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return !check.File{Yours: yours, Stub: stub}.Untouched(), err
}

// next returns the first exercise behind e, and then from the start, that is not
// passed; ok is whether there is one.
func (r *Runner) next(ctx context.Context, all []catalog.Exercise, e catalog.Exercise) (next catalog.Exercise, ok bool, err error) {
	i := slices.IndexFunc(all, func(other catalog.Exercise) bool { return other.Name == e.Name })
	round := slices.Concat(all[i+1:], all[:i])
	for n, other := range round {
		touched, err := r.touched(other)
		if err != nil {
			return next, false, err
		}
		if !touched { // so it is not passed, and what is behind it need not be run
			round = round[:n+1]
			break
		}
	}
	results, err := r.run(ctx, round)
	if err != nil {
		return next, false, err
	}
	for _, other := range round {
		if results[other.Name].State != trial.Passed {
			return other, true, nil
		}
	}
	return next, false, nil
}

// read reads a file of the repository, or what stands in for it.
func (r *Runner) read(name string) (string, error) {
	b, err := os.ReadFile(r.path(name))
	return string(b), err
}

// path is where a file of the repository, or what stands in for it, is.
func (r *Runner) path(name string) string {
	if other, ok := r.Overlay[name]; ok {
		name = other
	}
	if name = filepath.FromSlash(name); filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(r.Root, name)
}

// relative takes the root out of the paths in text.
func (r *Runner) relative(text string) string {
	return strings.ReplaceAll(text, r.Root+string(filepath.Separator), "")
}

// say prints a line.
func (r *Runner) say(format string, args ...any) { fmt.Fprintf(r.Out, format+"\n", args...) }

// rows prints rows.
func (r *Runner) rows(rows ...check.Row) {
	for _, row := range rows {
		for _, line := range row.Draw(r.paint) {
			r.say("%s", line)
		}
	}
}

// paint puts the colour of a part of the screen on text.
func (r *Runner) paint(part, text string) string {
	if !r.Color || strings.TrimSpace(text) == "" {
		return text
	}
	code := ""
	switch part {
	case "passed", "want":
		code = "32" // green
	case "failed", "got", "mark":
		code = "31" // red
	case "slip":
		code = "33" // yellow
	case "edit":
		code = "36" // cyan
	case "title", "says", "next":
		code = "1" // bold
	case "name", "dim":
		code = "2"
	default:
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
