package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What the engine's README says to copy is enough: it builds in another module,
// with the service that stands there.
func TestThePackageCanBeTakenAlong(t *testing.T) {
	_, text, ok := strings.Cut(read(t, "06-full-websocket/websocket/README.md"), "\n## Take it along\n")
	if !ok {
		t.Fatal("no such section")
	}
	yours := t.TempDir()
	commands := fenced(t, text, "sh")
	if !strings.Contains(commands, "to=../yours/internal\n") {
		t.Fatal("the commands do not say where to")
	}
	run(t, "bash", "-euc", strings.Replace(commands, "to=../yours/internal\n", "to='"+yours+"/internal'\n", 1))
	for name, text := range map[string]string{"go.mod": "module yours\n\ngo 1.25\n", "main.go": fenced(t, text, "go")} {
		if err := os.WriteFile(filepath.Join(yours, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"build", "-o", filepath.Join(yours, "service"), "."}, {"vet", "./..."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = yours
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(yours, "internal", "LICENSE")); err != nil {
		t.Error(err)
	}
}

// fenced returns the first block of a language.
func fenced(t *testing.T, text, language string) string {
	t.Helper()
	_, block, _ := strings.Cut(text, "\n```"+language+"\n")
	block, _, ok := strings.Cut(block, "\n```\n")
	if !ok {
		t.Fatalf("no block of %s", language)
	}
	return block + "\n"
}
