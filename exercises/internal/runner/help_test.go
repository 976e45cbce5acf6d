package runner

import (
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"example/websocket/exercises/internal/catalog"
)

// What -h says fits a terminal: that of each chapter, and that of the exercises.
func TestHelpFitsTheScreen(t *testing.T) {
	t.Parallel()
	root, err := catalog.Root()
	if err != nil {
		t.Fatal(err)
	}
	mains, err := filepath.Glob(filepath.Join(root, "0[0-9]-*", "main.go"))
	if err != nil || len(mains) != 6 {
		t.Fatalf("programs of chapters: %q, %v", mains, err)
	}
	for _, name := range slices.Concat(mains, []string{filepath.Join(root, "exercises", "main.go")}) {
		folder := filepath.Base(filepath.Dir(name))
		t.Run(folder, func(t *testing.T) {
			cmd := exec.Command("go", "run", "./"+folder, "-h")
			cmd.Dir = root
			text, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			has(t, string(text), folder+": ", "    example: go run ./"+folder, "Ctrl-C ends any of them.\n")
			narrow(t, string(text))
		})
	}
}
