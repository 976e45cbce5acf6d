// Package diagnosis tells known slips by their fingerprints. A fingerprint is
// what a wrong solution brings about: the cases that fail, each with what came.
// It is found by running the wrong solution, and stored beside it.
package diagnosis

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/trial"
)

// A Print is a fingerprint: what came, by the name of the failing case. Varies
// stands for what differs from run to run.
type Print map[string]string

// Varies matches anything.
const Varies = "*"

// Of returns the fingerprint of a result.
func Of(r *trial.Result) Print {
	p := make(Print)
	for _, c := range r.Cases {
		if c.State == trial.Failed {
			p[c.Name] = Varies
			if c.Failure != nil {
				p[c.Name] = c.Failure.Got
			}
		}
	}
	return p
}

// Matches reports whether p and q may be of the same slip.
func (p Print) Matches(q Print) bool {
	if len(p) != len(q) {
		return false
	}
	for name, got := range p {
		other, ok := q[name]
		if !ok || got != other && got != Varies && other != Varies {
			return false
		}
	}
	return true
}

// Path is where an exercise's fingerprints are stored.
func Path(e catalog.Exercise) string { return e.Folder() + "/testdata/fingerprints.json" }

// Load returns the stored fingerprints, by the names of the wrong solutions.
func Load(root string, e catalog.Exercise) (map[string]Print, error) {
	b, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(Path(e))))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var prints map[string]Print
	if err := json.Unmarshal(b, &prints); err != nil {
		return nil, fmt.Errorf("%s: %w", Path(e), err)
	}
	return prints, nil
}

// Store writes the fingerprints of an exercise.
func Store(root string, e catalog.Exercise, prints map[string]Print) error {
	b, err := json.MarshalIndent(prints, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, filepath.FromSlash(Path(e))), append(b, '\n'), 0o644)
}

// Name returns the wrong solution of e that fails as result does; ok is whether
// there is one.
func Name(root string, e catalog.Exercise, result *trial.Result) (w catalog.Wrong, ok bool, err error) {
	prints, err := Load(root, e)
	if err != nil || result.State != trial.Failed {
		return w, false, err
	}
	found := Of(result)
	for _, w := range e.Wrong {
		if p, ok := prints[w.Name]; ok && p.Matches(found) {
			return w, true, nil
		}
	}
	return w, false, nil
}
