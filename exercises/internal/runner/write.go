package runner

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/trial"
)

// Solution shows the solution of an exercise that is passed, with r.Spoil also of
// another. With r.Write too, it writes the solutions of all that are meant and
// not passed into the learner's files: so somebody who comes late catches up.
func (r *Runner) Solution(ctx context.Context, names []string) error {
	if r.Write && !r.Spoil {
		return program.Usagef("solution -write is for exercises that are not passed: say -spoil -write")
	}
	all, err := r.load()
	if err != nil {
		return err
	}
	found, err := find(all, names[0])
	if err != nil {
		return err
	}
	if !r.Write {
		if _, err := one(all, names[0]); err != nil {
			return err
		}
	}
	if r.Spoil && !r.Write {
		return r.show(found[0])
	}
	results, err := r.run(ctx, found)
	if err != nil {
		return err
	}
	for _, e := range found {
		passed := results[e.Name].State == trial.Passed
		switch {
		case r.Write && passed:
			r.say("%s is passed; %s stays as it is", e.ID(), e.File)
		case r.Write:
			err = r.replace(e, e.Solution)
		case passed:
			err = r.show(e)
		default:
			err = fmt.Errorf("%s is not passed yet (%s): its solution can wait, a hint may do; -spoil shows it now", e.ID(), results[e.Name].State)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// show prints a solution, and says whose it is.
func (r *Runner) show(e catalog.Exercise) error {
	text, err := r.read(e.Solution)
	if err != nil {
		return err
	}
	whose := "comes with the exercise"
	if e.Rebuilds {
		whose = "is the chapter's own file"
	}
	r.say("%s\n\n%s", r.paint("title", fmt.Sprintf("%s · the solution %s: %s", e.ID(), whose, e.Solution)), strings.TrimRight(text, "\n"))
	return nil
}

// Reset puts the learner's files back as they were shipped, after asking.
func (r *Runner) Reset(ctx context.Context, names []string) error {
	all, err := r.load()
	if err != nil {
		return err
	}
	found, err := find(all, names[0])
	if err != nil {
		return err
	}
	var begun []catalog.Exercise
	for _, e := range found {
		touched, err := r.touched(e)
		if err != nil {
			return err
		}
		if !touched {
			r.say("%s is as it was shipped", e.File)
			continue
		}
		begun = append(begun, e)
	}
	if len(begun) == 0 {
		return nil
	}
	if !r.Yes {
		for _, e := range begun {
			r.say("%s goes back to what was shipped; your text is saved beside it", e.File)
		}
		if ok, err := r.ask(ctx, "Go on? [y/N] "); err != nil || !ok {
			r.say("nothing is changed")
			return err
		}
	}
	for _, e := range begun {
		if err := r.replace(e, e.Stub); err != nil {
			return err
		}
	}
	return nil
}

// ask asks a question. Only y or yes is a yes.
func (r *Runner) ask(ctx context.Context, question string) (bool, error) {
	fmt.Fprint(r.Out, question)
	answer := make(chan string, 1)
	go func() { // which nothing can interrupt: Ctrl-C ends the program all the same
		line, _ := bufio.NewReader(r.In).ReadString('\n')
		answer <- line
	}()
	select {
	case line := <-answer:
		line = strings.ToLower(strings.TrimSpace(line))
		return line == "y" || line == "yes", nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// replace saves the learner's file and then makes it a copy of from.
func (r *Runner) replace(e catalog.Exercise, from string) error {
	text, err := os.ReadFile(r.path(from))
	if err != nil {
		return err
	}
	saved, err := r.save(e)
	if err != nil {
		return err
	}
	if err := os.WriteFile(r.path(e.File), text, 0o644); err != nil {
		return err
	}
	r.say("%s is now a copy of %s", e.File, from)
	if saved != "" {
		r.say("    and what you had is in %s", saved)
	}
	return nil
}

// save keeps the learner's text beside their file, under a name that neither Go
// nor git looks at and that is not taken yet, and returns the name; "" if there
// is nothing to keep.
func (r *Runner) save(e catalog.Exercise) (string, error) {
	touched, err := r.touched(e)
	if err != nil || !touched {
		return "", err
	}
	text, err := os.ReadFile(r.path(e.File))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		name := e.File + ".yours"
		if n > 1 {
			name = fmt.Sprintf("%s.%d.yours", e.File, n)
		}
		f, err := os.OpenFile(filepath.Join(r.Root, filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(text)
		return name, errors.Join(err, f.Close())
	}
}
