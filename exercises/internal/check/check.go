// Package check is what the exercises' tests are made of. A check is a list of
// cases; each has a sentence, which the exercise's README shows, and a rule that
// the learner's code keeps or breaks. When it breaks one, the failure is one
// screen: what was called, what came, what was wanted, the bytes, the section.
//
// Read this file first. Second reading: t.go (what a case can say), failure.go
// (the screen), stacks.go (where the learner's code is).
package check

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

// A Case is one thing that a check asserts.
type Case struct {
	Name    string        // short, of small letters and dashes: "rfc-vector"
	Says    string        // the whole of what is asserted, in a sentence
	Section string        // where the rule stands: "RFC 6455 §5.2"; "" if nowhere
	Limit   time.Duration // how long it may take; 0 is 5 s
	Run     func(t *T)    // tries it; returns, or ends by a failing method of t
}

// A File is the one that the learner edits.
type File struct {
	Name        string // in the exercise's folder
	Yours, Stub string // the file as it is and as it was shipped, both embedded
}

// Untouched reports whether nobody has edited the file: it is what was shipped,
// line endings aside.
func (f File) Untouched() bool { return unix(f.Yours) == unix(f.Stub) }

func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// Run tries every case, each as a subtest of its name, in order. It skips while
// the file is untouched. A case that panics or takes too long fails, and after
// one that takes too long, which may still be running, no other is tried.
func Run(t *testing.T, file File, cases ...Case) {
	t.Helper()
	if file.Untouched() {
		t.Skip("not started: edit " + file.Name)
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	shown, hung := false, false
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			attr(t, "case", Told{c.Says, c.Section})
			if hung {
				t.Skip("not tried: a case before it has not returned")
			}
			failure := try(t, c)
			if failure == nil {
				return
			}
			failure.Exercise, failure.File = filepath.Base(folder), file.Name
			hung = failure.Hung
			attr(t, "failure", failure.short())
			if shown {
				t.Errorf("fails too:\n%s", strings.Join(Fold(c.Says, columns-12), "\n")) // go test indents it
				return
			}
			shown = true
			t.Errorf("\n%s", failure.Screen("go test ./exercises/"+failure.Exercise))
		})
	}
}

// Told is the value of the attribute "case": what a case says before it runs.
type Told struct{ Says, Section string }

// attr tells a program that reads the test's output, one line of JSON at a time.
func attr(t *testing.T, key string, value any) {
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	t.Attr(key, string(b))
}

// try runs a case in a goroutine of its own, so that it can be given up.
func try(t *testing.T, c Case) *Failure {
	limit := c.Limit
	if limit == 0 {
		limit = 5 * time.Second
	}
	ct := &T{t, new(findings)}
	done := make(chan struct{})
	returned := false
	go func() {
		defer close(done)
		defer ct.survive()
		c.Run(ct)
		returned = true
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		if !returned && !t.Failed() {
			ct.fail(Failure{Got: "the end of the goroutine: runtime.Goexit", Want: "a return"})
		}
	case <-timer.C:
		ct.hang(limit)
	}
	f := ct.giveUp()
	if f == nil && t.Failed() {
		f = &Failure{Got: "a data race: two goroutines at one variable, and one of them writes", Want: "none", Printed: true} // the race detector's; all else records a failure
	}
	if f != nil {
		f.Case, f.Says, f.Section = c.Name, c.Says, c.Section
	}
	return f
}

// hang makes of a case that takes too long a failure.
func (t *T) hang(limit time.Duration) {
	f := Failure{Got: "the case has not ended", Want: fmt.Sprintf("that it ends within %v", limit), Hung: true}
	if at := waiting(stacks()); at != "" {
		f.Got, f.Want, f.Trace = t.called()+" has not returned", fmt.Sprintf("it to return within %v", limit), at
	}
	t.fail(f)
}

// survive, deferred, makes of a panic the case's failure.
func (t *T) survive() {
	if p := recover(); p != nil {
		t.fail(Failure{Got: fmt.Sprintf("a panic: %v", p), Want: "no panic", Trace: trace(debug.Stack())})
	}
}
