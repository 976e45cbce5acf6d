// Package catalogtest is for tests that run the go command on the exercises.
package catalogtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example/websocket/exercises/internal/catalog"
)

// Load returns the root and the exercises. It opens every file that a child process
// may read, the learner's copies apart: go test runs a test again only if a file has
// changed that the test has opened itself.
func Load(t testing.TB) (root string, all []catalog.Exercise) {
	t.Helper()
	root, err := catalog.Root()
	if err != nil {
		t.Fatal(err)
	}
	if all, err = catalog.Load(root); err != nil {
		t.Fatal(err)
	}
	yours := make(map[string]bool)
	for _, e := range all {
		yours[filepath.Join(root, filepath.FromSlash(e.File))] = true
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != root:
			return filepath.SkipDir
		case d.Type().IsRegular() && !yours[path]:
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			return f.Close()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return root, all
}
