// Package proof tests the exercises themselves: each stub compiles, skips while
// nobody has touched it and fails once somebody has; each solution passes; each
// wrong solution compiles, fails by a named case, and is told from every other by
// its fingerprint. It never reads the learner's copies: an overlay stands in for
// each of them.
//
// With -update it writes what is found by running: the fingerprints, the lists
// of what is checked in the READMEs, and the matrix of mistakes.
// -only 04 is for those who write exercises: it looks at those of one name.
package proof

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/catalog/catalogtest"
	"example/websocket/exercises/internal/check"
	"example/websocket/exercises/internal/diagnosis"
	"example/websocket/exercises/internal/trial"
)

var (
	update = flag.Bool("update", false, "write what is found by running")
	only   = flag.String("only", "", "look only at the exercises whose names begin so")
)

// load returns the root and the exercises.
func load(t *testing.T) (root string, all []catalog.Exercise) {
	t.Helper()
	root, all = catalogtest.Load(t)
	if *only != "" {
		found, err := catalog.Find(all, *only)
		if err != nil {
			t.Fatal(err)
		}
		return root, found
	}
	return root, all
}

// round runs the checks of all exercises at once, each with the file that pick
// gives it; "" leaves one out.
func round(t *testing.T, root string, all []catalog.Exercise, pick func(catalog.Exercise) string, flags ...string) (map[string]*trial.Result, error) {
	overlay := make(map[string]string)
	var tried []catalog.Exercise
	for _, e := range all {
		if file := pick(e); file != "" {
			overlay[e.File] = file
			tried = append(tried, e)
		}
	}
	return trial.Run(t.Context(), root, overlay, tried, append(flags, "-vet=off")...) // some slips are go vet's business, too
}

func TestStubsSkipUntilTheyAreTouched(t *testing.T) {
	root, all := load(t)
	results, err := round(t, root, all, func(e catalog.Exercise) string { return e.Stub })
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if r := results[e.Name]; r.State != trial.NotStarted {
			t.Errorf("%s, untouched: %s, want %s\n%s", e.Name, r.State, trial.NotStarted, r.Output)
		} else if !strings.Contains(r.Output, "not started: edit "+filepath.Base(e.File)) {
			t.Errorf("%s, untouched, does not name its file:\n%s", e.Name, r.Output)
		}
	}
	dir := t.TempDir()
	results, err = round(t, root, all, func(e catalog.Exercise) string {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.Stub)))
		if err != nil {
			t.Fatal(err)
		}
		touched := filepath.Join(dir, e.Name+".go")
		if err := os.WriteFile(touched, append(text, "\n// Touched.\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		return touched
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if r := results[e.Name]; r.State != trial.Failed || len(diagnosis.Of(r)) == 0 {
			t.Errorf("%s, touched and else as it was shipped: %s by %d cases, want that it fails by one\n%s", e.Name, r.State, len(diagnosis.Of(r)), r.Output)
		}
	}
}

func TestSolutionsPass(t *testing.T) {
	root, all := load(t)
	results, err := round(t, root, all, func(e catalog.Exercise) string { return e.Solution })
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		r := results[e.Name]
		if r.State != trial.Passed {
			t.Errorf("%s, with its solution: %s\n%s", e.Name, r.State, r.Output)
			continue
		}
		for _, c := range r.Cases {
			if c.Told == (check.Told{}) {
				t.Errorf("%s: case %s does not say what it asserts", e.Name, c.Name)
			}
		}
		told(t, root, e, r)
	}
}
