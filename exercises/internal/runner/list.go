package runner

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/check"
	"example/websocket/exercises/internal/trial"
)

// titleWidth leaves room on 80 columns for what stands beside a title.
const titleWidth = 46

// list shows all the exercises, and which of them comes next.
func (r *Runner) list(ctx context.Context, all []catalog.Exercise) error {
	results, err := r.run(ctx, all)
	if err != nil {
		return err
	}
	left := r.summary(all, results)
	if left == 0 {
		r.table(all, results, "")
		r.say("")
		r.done()
		return nil
	}
	next := upNext(all, results)
	r.table(all, results, next.Name)
	r.say("")
	r.introduce(next)
	return nil
}

// summary says in a line how far the learner is, and returns how many exercises
// are left.
func (r *Runner) summary(exercises []catalog.Exercise, results map[string]*trial.Result) int {
	left, minutes := 0, 0
	for _, e := range exercises {
		if results[e.Name].State != trial.Passed {
			left++
			minutes += e.Minutes
		}
	}
	if left == 0 {
		r.say("%s", r.paint("passed", fmt.Sprintf("all %d exercises passed", len(exercises))))
		return 0
	}
	r.say("%s", r.paint("title", fmt.Sprintf("%d of %d exercises passed, about %s left", len(exercises)-left, len(exercises), duration(minutes))))
	return left
}

// upNext returns the exercise that comes next: the first that is begun and not
// passed; else the first not passed behind the last that is; else the first not
// passed. There is one.
func upNext(all []catalog.Exercise, results map[string]*trial.Result) (next catalog.Exercise) {
	for _, e := range all {
		switch results[e.Name].State {
		case trial.Passed:
			next = catalog.Exercise{}
		case trial.NotStarted:
			if next.Name == "" {
				next = e
			}
		default:
			return e
		}
	}
	for _, e := range all {
		if next.Name == "" && results[e.Name].State != trial.Passed {
			next = e
		}
	}
	return next
}

// table shows exercises by chapter, a line each; next is the name of the one that
// comes next.
func (r *Runner) table(exercises []catalog.Exercise, results map[string]*trial.Result, next string) {
	chapter := ""
	for _, e := range exercises {
		if number := e.Name[:2]; number != chapter {
			chapter = number
			r.say("\n%s", r.paint("title", r.chapter(number)))
		}
		state, part := "", "dim"
		switch s := results[e.Name].State; {
		case s == trial.Passed:
			state, part = "passed", "passed"
		case s == trial.Failed:
			state, part = "failed", "failed"
		case s == trial.NotBuilt:
			state, part = "no build", "failed"
		case e.Name == next:
			state, part = "next", "next"
		}
		title := []rune(strings.ReplaceAll(e.Title, "`", ""))
		if len(title) > titleWidth {
			title = append(title[:titleWidth-1], '…')
		}
		r.say(" %s  %s  %-*s  %s", r.paint(part, fmt.Sprintf("%-8s", state)), e.ID(), titleWidth, string(title),
			r.paint("dim", fmt.Sprintf("%-7s %2d min", e.Kind, e.Minutes)))
	}
}

// chapter is the heading of the chapter's lesson.
func (r *Runner) chapter(number string) string {
	if lessons, _ := filepath.Glob(filepath.Join(r.Root, number+"-*", "README.md")); len(lessons) > 0 {
		text, _ := r.read(lessons[0])
		heading, _, _ := strings.Cut(text, "\n")
		return strings.TrimSpace(strings.TrimPrefix(heading, "# "))
	}
	return number
}

// introduce says what an exercise is and how to begin.
func (r *Runner) introduce(e catalog.Exercise) {
	r.rows(
		check.Row{Name: "next", Value: e.ID() + " · " + e.Title},
		effort(e),
		check.Row{Name: "read", Value: e.Folder() + "/README.md"},
		check.Row{Name: "edit", Value: e.File},
		check.Row{Name: "check", Value: "go run ./exercises " + e.ID()},
		check.Row{Name: "or", Value: "go run ./exercises watch checks whenever you save"},
	)
}

// done says what there is to do when all is passed.
func (r *Runner) done() {
	r.rows(
		check.Row{Name: "next", Value: "go run ./exercises graft puts your files into the real engine"},
		check.Row{Name: "then", Value: "a server of your own, in any language: go run ./exercises grade"},
	)
}

// effort says what kind of work an exercise is, and how much.
func effort(e catalog.Exercise) check.Row {
	what := ""
	switch e.Kind {
	case "predict":
		what = "say what will come, then see what comes"
	case "fill":
		what = "write the piece that is missing"
	case "fix":
		what = "mend the bug"
	case "break":
		what = "change a line so that just one check fails"
	case "catch":
		what = "write the test that finds every wrong one"
	}
	return check.Row{Name: "kind", Value: fmt.Sprintf("%s: %s (%d minutes)", e.Kind, what, e.Minutes)}
}

func duration(minutes int) string {
	if minutes < 60 {
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d h %02d min", minutes/60, minutes%60)
}
