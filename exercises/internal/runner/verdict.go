package runner

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/check"
	"example/websocket/exercises/internal/diagnosis"
	"example/websocket/exercises/internal/trial"
)

// Of one thing at most so much is shown.
const (
	mostLines   = 24 // of a failure
	mostPrinted = 4  // lines that the learner's code has printed
	mostErrors  = 3  // of the compiler
)

// verdict shows what came of an exercise. It returns nil if that is passed.
func (r *Runner) verdict(e catalog.Exercise, result *trial.Result) error {
	switch result.State {
	case trial.Passed:
		r.passed(e, result)
		return nil
	case trial.NotStarted:
		r.notStarted(e)
		return program.ErrReported
	case trial.NotBuilt:
		r.notBuilt(e, result)
		return program.ErrReported
	}
	if err := r.failed(e, result); err != nil {
		return err
	}
	return program.ErrReported
}

func (r *Runner) notStarted(e catalog.Exercise) {
	r.say("%s\n", r.paint("next", "not started: edit "+e.File))
	r.rows(
		check.Row{Name: e.ID(), Value: e.Title},
		effort(e),
		check.Row{Name: "read", Value: e.Folder() + "/README.md"},
		again(e),
		hint(e),
	)
}

// again is the command that checks once more, and hint the one that helps.
func again(e catalog.Exercise) check.Row {
	return check.Row{Name: "again", Value: "go run ./exercises " + e.ID()}
}

func hint(e catalog.Exercise) check.Row {
	return check.Row{Name: "hint", Value: "go run ./exercises hint " + e.ID()}
}

// passed says that an exercise is passed.
func (r *Runner) passed(e catalog.Exercise, result *trial.Result) {
	r.say("%s: %s, %s\n", r.paint("passed", "passed "+e.ID()), e.Title, count(len(result.Cases), "case"))
	r.rows(check.Row{Name: "ours", Value: "go run ./exercises solution " + e.ID()})
	if e.Rebuilds {
		r.rows(check.Row{Name: "graft", Value: "go run ./exercises graft puts your file into the real engine"})
	}
}

// onward says what comes next behind e, which is passed.
func (r *Runner) onward(ctx context.Context, all []catalog.Exercise, e catalog.Exercise) error {
	next, ok, err := r.next(ctx, all, e)
	if err != nil {
		return err
	}
	r.say("")
	if !ok {
		r.say("%s\n", r.paint("passed", fmt.Sprintf("all %d exercises passed", len(all))))
		r.done()
		return nil
	}
	r.introduce(next)
	return nil
}

// failed shows the first failure, on one screen, and the slip if it is a known
// one.
func (r *Runner) failed(e catalog.Exercise, result *trial.Result) error {
	slip, known, err := diagnosis.Name(r.Root, e, result)
	if err != nil {
		return err
	}
	failures := 0
	var first *check.Failure
	for _, c := range result.Cases {
		if c.State == trial.Failed {
			failures++
			if first == nil {
				first = c.Failure
			}
		}
	}
	if first == nil {
		r.say("%s\n", r.paint("failed", "failed "+e.ID()+": outside of any case"))
		lines := check.Fold(strings.TrimSpace(r.relative(result.Output)), 78)
		for _, line := range lines[max(0, len(lines)-mostLines+7):] {
			r.say("%s", strings.TrimRight("  "+line, " "))
		}
		r.say("")
		r.rows(check.Row{Name: "edit", Value: e.File}, again(e), hint(e))
		return nil
	}
	r.say("%s\n", r.paint("failed", fmt.Sprintf("failed %s: %s of %d", e.ID(), count(failures, "case"), len(result.Cases))))
	first.File = filepath.Base(e.File) // which nobody has said if the program has died
	var below []string
	at := places(e, result.Output)
	if first.Trace == "" && first.Printed {
		first.Trace = at
	}
	if result.Died != "" && result.Died != first.Case {
		below = append(below, "")
		for _, line := range check.Fold(fmt.Sprintf("then, in case %s, %s", result.Died, trial.Death(result.Output)), 78) {
			below = append(below, r.paint("got", line))
		}
		if place, _, _ := strings.Cut(at, "\n"); place != "" {
			below = append(below, "  at "+place)
		}
	}
	if lines := printed(result.Output); len(lines) > 0 {
		below = append(below, "", r.paint("name", "your code has printed, at the end:"))
		for _, line := range lines[max(0, len(lines)-mostPrinted):] {
			below = append(below, "  "+line)
		}
	}
	if known {
		below = append(below, "")
		for _, line := range check.Fold(slip.Slip, 78) {
			below = append(below, r.paint("slip", line))
		}
	}
	fmt.Fprint(r.Out, first.Draw(mostLines-2-len(below), r.paint, again(e), hint(e)))
	for _, line := range below {
		r.say("%s", line)
	}
	return nil
}

// printed returns what the learner's code has printed, from the output of go
// test, whose own lines begin with known words or are indented. What ends without
// a line end has one of those behind it.
func printed(output string) []string {
	behind := regexp.MustCompile(`(    check\.go:\d|--- (PASS|FAIL|SKIP): ).*`)
	own := regexp.MustCompile(`^(    .*|(FAIL|PASS|ok)(\s.*)?|=+|\s*)$`)
	var lines []string
	for line := range strings.Lines(output) {
		line = behind.ReplaceAllString(strings.TrimRight(line, "\r\n"), "")
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") || line == "WARNING: DATA RACE" {
			break // and what follows are stacks
		}
		if !own.MatchString(line) {
			lines = append(lines, check.Fold(line, 78)[0])
		}
	}
	return lines
}

var stacksBegin = regexp.MustCompile(`(?m)^\s*(panic: |fatal error: |WARNING: DATA RACE)`)

// places returns the lines of the learner's file that the stacks in output name,
// at most three.
func places(e catalog.Exercise, output string) string {
	begin := stacksBegin.FindStringIndex(output)
	if begin == nil {
		return ""
	}
	var found []string
	for _, m := range regexp.MustCompile(regexp.QuoteMeta(filepath.Base(e.File))+`:\d+`).FindAllString(output[begin[0]:], -1) {
		if place := e.Folder() + "/" + m; len(found) < 3 && !slices.Contains(found, place) {
			found = append(found, place)
		}
	}
	return strings.Join(found, "\n")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
