package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/catalog/catalogtest"
	"example/websocket/exercises/internal/runner/runnertest"
)

// at returns a runner for the repository at root, and what it will have printed.
func at(root string, overlay map[string]string) (*Runner, *bytes.Buffer) {
	out := new(bytes.Buffer)
	return &Runner{Root: root, Overlay: overlay, Out: out, In: strings.NewReader("")}, out
}

// do runs a verb, and returns what it printed; want is the error.
func do(t *testing.T, r *Runner, verb func(context.Context, []string) error, want error, names ...string) string {
	t.Helper()
	out := r.Out.(*bytes.Buffer)
	out.Reset()
	if err := verb(t.Context(), names); !errors.Is(err, want) {
		t.Fatalf("%q: %v, want %v; it printed:\n%s", names, err, want, out)
	}
	return out.String()
}

// has checks that text contains each of the pieces, in this order.
func has(t *testing.T, text string, pieces ...string) {
	t.Helper()
	rest := text
	for _, piece := range pieces {
		_, after, ok := strings.Cut(rest, piece)
		if !ok {
			t.Fatalf("no %q, or not in its place, in:\n%s", piece, text)
		}
		rest = after
	}
}

// The whole course, walked through with the solutions in the learner's files: all
// is found passed, in the list and for each exercise.
func TestTheWholeCourseWithItsSolutions(t *testing.T) {
	t.Parallel()
	root, all := catalogtest.Load(t)
	overlay := make(map[string]string)
	for _, e := range all {
		overlay[e.File] = e.Solution
	}
	r, out := at(root, overlay)
	results, err := r.run(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	if left := r.summary(all, results); left != 0 {
		t.Errorf("%d exercises are left", left)
	}
	r.table(all, results, "")
	list := out.String()
	for _, e := range all {
		has(t, list, "\n passed    "+e.ID()+"  ")
		out.Reset()
		if err := r.verdict(e, results[e.Name]); err != nil {
			t.Errorf("%s: %v\n%s", e.Name, err, out)
		}
		has(t, out.String(), "passed "+e.ID()+": "+e.Title+", ", "go run ./exercises solution "+e.ID()+"\n")
		narrow(t, out.String())
	}
	narrow(t, list)
}

// narrow checks that text is plain and fits 80 columns.
func narrow(t *testing.T, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 || strings.ContainsAny(line, "\x1b\t\r") || strings.HasSuffix(line, " \n") {
			t.Errorf("a line of %d columns, or not plain: %q", n, line)
		}
	}
}

// One exercise from the list to the next, as a learner goes.
func TestOneExerciseFromTheListToTheNext(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, make(map[string]string))

	all, err := r.load()
	if err != nil {
		t.Fatal(err)
	}
	left := all[1].Minutes // its README says so, and may say otherwise

	list := do(t, r, r.Check, nil)
	has(t, list, fmt.Sprintf("0 of 2 exercises passed, about %d min left\n", 5+left), "\n01 · A raw socket\n next      01a  A greeting ", " fill     5 min\n",
		"03 · ", "\n           03b  ", "next    01a · A greeting\n", "edit    exercises/01a-greeting/greeting.go\n", "check   go run ./exercises 01a\n")
	narrow(t, list)
	has(t, do(t, r, r.Check, program.ErrReported, "01a"), "not started: edit exercises/01a-greeting/greeting.go\n")

	r.Overlay["exercises/01a-greeting/greeting.go"] = "exercises/01a-greeting/testdata/wrong/no-comma.go"
	has(t, do(t, r, r.Check, nil), "0 of 2", "\n failed    01a  A greeting", "next    01a · ")
	has(t, do(t, r, r.Check, program.ErrReported, "01a"), "failed 01a: 1 case of 2\n", "This is what a greeting without its comma looks like:")
	has(t, do(t, r, r.Check, program.ErrReported, "0"), "0 of 2", " failed    01a", "           03b", "failed 01a: 1 case of 2\n")
	if err := r.Solution(t.Context(), []string{"01a"}); err == nil || !strings.Contains(err.Error(), "01a is not passed yet (failed)") {
		t.Errorf("its solution: %v, want that it comes later", err)
	}
	for _, want := range []string{"hint 1 of 3\n\nWhat does Bob", "hint 2 of 3\n\nTwo pieces", "hint 3 of 3\n\nAppend"} {
		has(t, do(t, r, r.Hint, nil, "01a"), want)
	}

	r.Overlay["exercises/01a-greeting/greeting.go"] = "exercises/01a-greeting/testdata/solution.go"
	passed := do(t, r, r.Check, nil, "01a")
	has(t, passed, "passed 01a: A greeting, 2 cases\n", "next    03b · ", "edit    exercises/03b-accept-key/key.go\n")
	if strings.Contains(passed, "graft") {
		t.Errorf("01a rebuilds nothing, and yet:\n%s", passed)
	}
	has(t, do(t, r, r.Solution, nil, "01a"), "01a · the solution comes with the exercise: exercises/01a-greeting/testdata/solution.go\n\npackage greeting\n", "return []byte(\"Hello, \" + name)\n}\n")
	has(t, do(t, r, r.Check, nil), fmt.Sprintf("1 of 2 exercises passed, about %d min left\n", left), " passed    01a", " next      03b")

	r.Overlay["exercises/03b-accept-key/key.go"] = "03-http-upgrade/handshake/key.go"
	has(t, do(t, r, r.Check, nil, "03b"), "passed 03b: ", "graft", "all 2 exercises passed\n")
	has(t, do(t, r, r.Solution, nil, "exercises/03b-accept-key/key.go"), "03b · the solution is the chapter's own file: 03-http-upgrade/handshake/key.go\n\npackage handshake\n")
	has(t, do(t, r, r.Check, nil), "all 2 exercises passed\n", " passed    01a", " passed    03b", "graft", "grade")
}

// What nobody has touched is not run, and what is left out comes in the end.
func TestUntouchedExercisesAreNotRun(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	runnertest.Save(t, root, "exercises/01a-greeting/greeting_test.go", "no Go")
	r, _ := at(root, map[string]string{"exercises/03b-accept-key/key.go": "03-http-upgrade/handshake/key.go"})
	has(t, do(t, r, r.Check, nil), "1 of 2", "\n next      01a", " passed    03b")
	has(t, do(t, r, r.Check, nil, "03b"), "passed 03b", "next    01a")
	r.Overlay[greeting] = "exercises/01a-greeting/testdata/solution.go"
	has(t, do(t, r, r.Check, nil), "\n no build  01a")
}

// The next one is what is begun; else what follows the last that is passed; else
// what was left out.
func TestNextIsWhatALearnerWouldTake(t *testing.T) {
	for _, c := range []struct{ states, want string }{
		{"....", "a"}, {"P...", "b"}, {".P..", "c"}, {"..F.", "c"}, {"P..B", "d"}, {"PFP.", "b"}, {".PPP", "a"}, {"P.PP", "b"},
	} {
		all, results := round(c.states)
		if next := upNext(all, results); next.Name != c.want {
			t.Errorf("%s: %s, want %s", c.states, next.Name, c.want)
		}
	}
}
