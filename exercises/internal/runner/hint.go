package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"example/websocket/exercises/internal/check"
)

// hintsFile holds how many hints of each exercise have been given, by its name.
// Git ignores it.
const hintsFile = "exercises/.hints"

// Hint gives the next hint for an exercise; after the last, all of them.
func (r *Runner) Hint(_ context.Context, names []string) error {
	all, err := r.load()
	if err != nil {
		return err
	}
	e, err := one(all, names[0])
	if err != nil {
		return err
	}
	given, err := r.given()
	if err != nil {
		return err
	}
	from := min(max(0, given[e.Name]), len(e.Hints))
	to := min(from+1, len(e.Hints))
	if from == to {
		r.say("%s\n", r.paint("title", fmt.Sprintf("%s · these are all the hints there are", e.ID())))
		from = 0
	}
	for i, hint := range e.Hints[from:to] {
		r.say("%s\n\n%s\n", r.paint("title", fmt.Sprintf("%s · hint %d of %d", e.ID(), from+i+1, len(e.Hints))), fill(hint))
	}
	if to < len(e.Hints) {
		r.say("%s", r.paint("dim", "the next one: go run ./exercises hint "+e.ID()))
	} else {
		r.say("%s", r.paint("dim", "still stuck? go run ./exercises solution -spoil "+e.ID()))
	}
	given[e.Name] = to
	b, err := json.Marshal(given)
	if err != nil {
		return err
	}
	return os.WriteFile(r.path(hintsFile), append(b, '\n'), 0o644)
}

var ownLines = regexp.MustCompile("(?m)^(\\s|```|[-*|>#] |\\d+\\. )")

// fill folds the paragraphs of a text anew, as narrow as a screen. What is not a
// paragraph (code, a list, a table) keeps its lines.
func fill(text string) string {
	blocks := strings.Split(text, "\n\n")
	code := false // is open, and may hold blank lines
	for i, block := range blocks {
		inside := code
		if strings.Count(block, "```")%2 == 1 {
			code = !code
		}
		if !inside && !ownLines.MatchString(block) {
			block = strings.ReplaceAll(block, "\n", " ")
		}
		blocks[i] = strings.Join(check.Fold(block, 78), "\n")
	}
	return strings.Join(blocks, "\n\n")
}

// given reads how many hints have been given.
func (r *Runner) given() (map[string]int, error) {
	given := make(map[string]int)
	text, err := r.read(hintsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return given, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &given)
	}
	if err == nil && given == nil { // "null" is JSON
		given = make(map[string]int)
	}
	if err != nil {
		return nil, fmt.Errorf("%s holds how far the hints have gone, and cannot be read; delete it: %w", hintsFile, err)
	}
	return given, nil
}
