package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/trial"
)

// The list of what is checked stands between these two lines.
const begin, end = "<!-- checked: made from the cases -->\n", "<!-- /checked -->\n"

// told holds that the README lists the sentences of the cases, in their order.
func told(t *testing.T, root string, e catalog.Exercise, r *trial.Result) {
	t.Helper()
	var list strings.Builder
	for _, c := range r.Cases {
		fmt.Fprintf(&list, "- %s", c.Told.Says)
		if c.Told.Section != "" {
			fmt.Fprintf(&list, " (%s)", c.Told.Section)
		}
		list.WriteString("\n")
	}
	name := filepath.Join(root, filepath.FromSlash(e.Folder()), "README.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	was, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Errorf("%s/README.md has no place for what is checked: lines %q and %q", e.Folder(), begin, end)
		return
	}
	if was == list.String() {
		return
	}
	if !*update {
		t.Errorf("%s/README.md lists\n%s\nand checked is\n%s\n(go test ./exercises/internal/proof -update writes it)", e.Folder(), was, list.String())
		return
	}
	if err := os.WriteFile(name, []byte(before+begin+list.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// An exercise has three hints, each of which says something, and wrong solutions
// to be warned of.
func TestExercisesAreWhole(t *testing.T) {
	_, all := load(t)
	wrong := 0
	for _, e := range all {
		wrong += len(e.Wrong)
		if len(e.Hints) != 3 {
			t.Errorf("%s has %d hints, want 3", e.Name, len(e.Hints))
		}
		for i, hint := range e.Hints {
			if len(strings.Fields(hint)) < 4 {
				t.Errorf("%s: hint %d says nothing: %q", e.Name, i+1, hint)
			}
		}
		if len(e.Wrong) == 0 {
			t.Errorf("%s has no wrong solution", e.Name)
		}
		if e.Minutes%5 != 0 || e.Minutes == 0 {
			t.Errorf("%s takes %d minutes; they are told in fives", e.Name, e.Minutes)
		}
	}
	if *only == "" && wrong < 80 {
		t.Errorf("%d wrong solutions in all, want 80 at least", wrong)
	}
}
