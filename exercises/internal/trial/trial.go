// Package trial runs the checks of exercises by the go command, and reads what
// came of them. Nothing is remembered: passing is found by running.
package trial

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/check"
)

// A State is what became of an exercise or of a case.
type State string

// The states.
const (
	NotStarted State = "not started"    // the file is as it was shipped
	NotBuilt   State = "does not build" // for the compiler or for go vet; so nothing was tried
	Failed     State = "failed"
	Passed     State = "passed"
	NotTried   State = "not tried" // of a case: one before it has not returned
)

// A Result is what came of one exercise.
type Result struct {
	State  State
	Cases  []Case // those that have begun, in order
	Output string // what the compiler said, or the program printed; the end of it, if it is long
	Died   string // the name of the case in which the whole program has; "" if it has lived on

	check   string // the name of the check's test; beside it there may be some of the learner's
	printed []byte
	own     bool // whether the line that is coming is one of go test's own
}

// A Case is what came of one case.
type Case struct {
	Name    string
	Told    check.Told
	State   State
	Failure *check.Failure // if it failed
}

// Run runs the checks of the exercises, with the files of overlay in the place of
// others; its keys and values are paths from the root, or absolute ones. Flags are
// more flags of go test, such as -count=1.
func Run(ctx context.Context, root string, overlay map[string]string, exercises []catalog.Exercise, flags ...string) (map[string]*Result, error) {
	results := make(map[string]*Result)
	args := append([]string{"test", "-json", "-timeout=3m"}, flags...)
	if len(overlay) > 0 {
		file, err := Overlay(root, overlay)
		if err != nil {
			return nil, err
		}
		defer os.Remove(file)
		args = append(args, "-overlay", file)
	}
	for _, e := range exercises {
		args = append(args, "./"+e.Folder())
		results[e.Name] = &Result{}
	}
	if len(exercises) == 0 {
		return results, nil
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = root
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	events, out := io.Pipe() // read as they come: a loop that prints makes millions
	cmd.Stdout = out
	done := make(chan error, 1)
	go func() {
		err := read(events, results)
		io.Copy(io.Discard, events)
		done <- err
	}()
	err := cmd.Run()
	out.Close()
	readErr := <-done
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("go test: %w", err)
	}
	if readErr != nil {
		return nil, fmt.Errorf("go test: %w\n%s", readErr, &stderr)
	}
	for _, e := range exercises {
		result := results[e.Name]
		if result.State == "" {
			return nil, fmt.Errorf("go test said nothing of %s\n%s", e.Name, &stderr)
		}
		result.close(e.Name)
	}
	return results, nil
}

// Overlay writes the file for the go command's flag -overlay and returns its
// name; the caller removes it.
//
// What a folder imports, the go command remembers by the names, times and sizes of
// its files. Two files of one size that a git clone writes in the same instant are
// one to it, and it misses what only the second imports. So each file that stands
// in for another lies beside it once more, under a name made of its content, which
// is no .go file to the compiler.
func Overlay(root string, files map[string]string) (string, error) {
	replace := make(map[string]string)
	for to, from := range files {
		to, from = absolute(root, to), absolute(root, from)
		replace[to] = from
		if text, err := os.ReadFile(from); err == nil { // or the go command says what is wrong with it
			replace[fmt.Sprintf("%s.%x", to, sha256.Sum256(text))] = from
		}
	}
	b, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp("", "overlay-*.json")
	if err != nil {
		return "", err
	}
	_, err = f.Write(b)
	return f.Name(), errors.Join(err, f.Close())
}

func absolute(root, path string) string {
	if path = filepath.FromSlash(path); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(root, path)
}

// An event is a line of go test -json.
type event struct {
	Action, Package, ImportPath, FailedBuild string
	Test, Key, Value, Output                 string
}

// read sorts the events by exercise, and each into a result.
func read(r io.Reader, results map[string]*Result) error {
	builds := make(map[string]string) // what the compiler said, by import path
	dec := json.NewDecoder(r)
	for {
		var e event
		if err := dec.Decode(&e); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if e.Action == "build-output" {
			builds[e.ImportPath] += e.Output
			continue
		}
		_, name, _ := strings.Cut(e.Package, "/exercises/")
		if result := results[name]; result != nil {
			result.take(e, builds)
		}
	}
	return nil
}

// take takes note of one event. A test whose subtests say what they assert is the
// check. Only when that has passed, the exercise has: a program can also end in good
// order before.
func (r *Result) take(e event, builds map[string]string) {
	test, name, inside := strings.Cut(e.Test, "/")
	if e.Action == "attr" && e.Key == "case" {
		r.check, r.State = test, Failed
		if r.find(name) == nil {
			r.Cases = append(r.Cases, Case{Name: name})
		}
	}
	var c *Case
	if inside && test == r.check {
		c = r.find(name)
	}
	switch {
	case e.Action == "start":
		r.State = Failed
	case e.Action == "attr" && e.Key == "case" && c != nil:
		json.Unmarshal([]byte(e.Value), &c.Told)
	case e.Action == "attr" && e.Key == "failure" && c != nil:
		json.Unmarshal([]byte(e.Value), &c.Failure)
	case e.Action == "output":
		own := r.own || strings.HasPrefix(e.Output, "=== ")
		r.own = own && !strings.HasSuffix(e.Output, "\n") // a long line comes in pieces
		if !own {
			r.print(e.Output)
		}
	case e.Action == "skip" && c != nil:
		c.State = NotTried
	case e.Action == "pass" && c != nil:
		c.State = Passed
	case e.Action == "fail" && c != nil && c.Failure != nil:
		c.State = Failed
	case e.Action == "skip" && e.Test != "" && r.check == "":
		r.State = NotStarted
	case e.Action == "pass" && e.Test != "" && e.Test == r.check:
		r.State = Passed
	case e.Action == "fail" && e.FailedBuild != "":
		r.State = NotBuilt
		r.Output = builds[e.FailedBuild]
	case e.Action == "fail" && e.Test == "":
		r.State = Failed
	}
}

// mostOutput is how much of what a program prints is kept at least.
const mostOutput = 1 << 20

func (r *Result) print(text string) {
	r.printed = append(r.printed, text...)
	if n := len(r.printed); n > 2*mostOutput {
		r.printed = append(r.printed[:0], r.printed[n-mostOutput:]...)
	}
}

func (r *Result) find(name string) *Case {
	for i := range r.Cases {
		if r.Cases[i].Name == name {
			return &r.Cases[i]
		}
	}
	return nil
}

// close is for the end. A case that has said nothing by then is one in which the
// program has died.
func (r *Result) close(exercise string) {
	if r.State != NotBuilt {
		r.Output = string(r.printed)
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.State != "" {
			continue
		}
		c.State, r.Died = Failed, c.Name
		if c.Failure != nil {
			c.Failure.Got += "; and then " + Death(r.Output)
		} else {
			c.Failure = &check.Failure{Exercise: exercise, Case: c.Name, Says: c.Told.Says, Section: c.Told.Section, Got: Death(r.Output), Want: "a program that lives on"}
		}
		c.Failure.Printed = true
	}
}

// Death says what ended the program, from its output.
func Death(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return "the whole program died: " + line
		}
	}
	return "the whole program ended"
}
