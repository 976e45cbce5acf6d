package runner

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/check"
	"example/websocket/exercises/internal/trial"
)

// notBuilt shows the compiler's first complaints, each with its line of code.
func (r *Runner) notBuilt(e catalog.Exercise, result *trial.Result) {
	if _, err := r.read(e.File); errors.Is(err, fs.ErrNotExist) {
		r.say("%s\n", r.paint("failed", "missing: "+e.File))
		r.rows(check.Row{Name: "mend", Value: "go run ./exercises reset " + e.ID() + " puts it back as it was shipped"})
		return
	}
	complaints := r.complaints(e, result.Output)
	edit, mine := e.File, false
	if len(complaints) > 0 && strings.Contains(complaints[0].file, "/") && !strings.HasPrefix(complaints[0].file, e.Folder()+"/") {
		edit = complaints[0].file // a chapter's, which this exercise only uses
	}
	r.say("%s\n", r.paint("failed", "does not build: "+edit))
	for i, c := range complaints {
		mine = mine || !strings.HasSuffix(c.file, "_test.go")
		if i >= mostErrors {
			continue
		}
		lines := check.Fold(c.text, 78)
		for _, line := range lines[:min(len(lines), 4)] {
			r.say("  %s", r.paint("got", line))
		}
		if c.code != "" {
			r.say("      %s", check.Fold(c.code, 72)[0])
		}
		r.say("")
	}
	if left := len(complaints) - mostErrors; left > 0 {
		r.say("  and %d more\n", left)
	}
	if !mine {
		r.say("  The check calls your code as the README shows it: keep the names and the\n  types of the file as it was shipped.\n")
	}
	r.rows(check.Row{Name: "edit", Value: edit}, again(e))
}

// A complaint is one of the compiler's.
type complaint struct {
	file, text string
	code       string // the line that it is about; "" if there is none
}

var position = regexp.MustCompile(`^(\S+\.go):(\d+)((?::\d+)?: .*)$`)

// complaints takes the compiler's output apart. What stands in for the learner's
// file goes by the name of that.
func (r *Runner) complaints(e catalog.Exercise, output string) []complaint {
	var all []complaint
	for line := range strings.Lines(output) {
		more := strings.HasPrefix(line, "\t")
		line = r.relative(strings.TrimSpace(line))
		switch m := position.FindStringSubmatch(line); {
		case line == "" || strings.HasPrefix(line, "# ") || strings.HasSuffix(line, "too many errors"):
		case more && len(all) > 0:
			all[len(all)-1].text += "\n" + line
		case m == nil:
			all = append(all, complaint{text: line})
		default:
			file := filepath.ToSlash(m[1])
			if filepath.Join(r.Root, filepath.FromSlash(file)) == r.path(e.File) {
				file = e.File
			}
			all = append(all, complaint{file, fmt.Sprintf("%s:%s%s", file, m[2], m[3]), r.line(file, m[2])})
		}
	}
	return all
}

// line returns a line of a file, by its number; "" if there is none.
func (r *Runner) line(file, number string) string {
	text, err := r.read(file)
	n, _ := strconv.Atoi(number)
	lines := strings.Split(text, "\n")
	if err != nil || n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[n-1])
}
