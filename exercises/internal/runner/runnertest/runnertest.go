// Package runnertest makes a small repository in which a test may play the
// learner: two exercises, one made for this and one that is real, and what of
// the chapters they need.
package runnertest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example/websocket/exercises/internal/catalog"
)

// The exercises. Real is the one that rebuilds a file of a chapter.
const (
	Made = "01a-greeting"
	Real = "03b-accept-key"
)

// Copy makes the repository in a temporary folder, and returns its root. Nobody
// has touched its exercises. The test has opened whatever it is copied from.
func Copy(t testing.TB) (root string) {
	t.Helper()
	from, err := catalog.Root()
	if err != nil {
		t.Fatal(err)
	}
	root = t.TempDir()
	if root, err = filepath.EvalSymlinks(root); err != nil { // the go command says where it is without links
		t.Fatal(err)
	}
	copyFile(t, from, root, "go.mod", "go.mod")
	for _, dir := range []string{
		"01-raw-socket", "02-tcp-echo", "03-http-upgrade", "04-frames",
		"exercises/internal/catalog", "exercises/internal/check", "exercises/" + Real,
	} {
		copyDir(t, from, root, dir, dir)
	}
	copyDir(t, from, root, "exercises/internal/runner/runnertest/testdata/"+Made, "exercises/"+Made)
	all, err := catalog.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		copyFile(t, root, root, e.Stub, e.File) // Real has not brought its learner's
	}
	return root
}

// copyDir copies a folder without the tests of chapters, and without what a
// learner may have written.
func copyDir(t testing.TB, from, to, source, target string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(from, source), func(path string, d fs.DirEntry, err error) error {
		name := d.Name()
		switch {
		case err != nil:
			return err
		case d.IsDir() || strings.HasSuffix(name, "_test.go") && source[0] == '0':
			return nil
		case source == "exercises/"+Real && filepath.Dir(path) == filepath.Join(from, source) && name != "README.md" && !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		inside, err := filepath.Rel(filepath.Join(from, source), path)
		if err == nil {
			copyFile(t, from, to, filepath.Join(source, inside), filepath.Join(target, inside))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyFile(t testing.TB, from, to, source, target string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(from, filepath.FromSlash(source)))
	if err != nil {
		t.Fatal(err)
	}
	target = filepath.Join(to, filepath.FromSlash(target))
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// Save writes a file of the repository at root, as an editor does that lets
// nobody see half of it.
func Save(t testing.TB, root, name, text string) {
	t.Helper()
	target := filepath.Join(root, filepath.FromSlash(name))
	if err := os.WriteFile(target+".tmp", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(target+".tmp", target); err != nil {
		t.Fatal(err)
	}
}

// Read returns a file of the repository at root.
func Read(t testing.TB, root, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
