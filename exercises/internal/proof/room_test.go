package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example/websocket/exercises/internal/catalog"
)

// The routes of the README: each exercise is there with its own minutes, and they
// add up, to no more than a room can take.
func TestRoutesAddUp(t *testing.T) {
	root, all := load(t)
	text := readme(t, root)
	_, routes, _ := strings.Cut(text, "<!-- routes -->\n")
	routes, _, _ = strings.Cut(routes, "<!-- /routes -->")
	most := map[string]int{"60 minutes": 40, "Half a day": 120, "A day": 240}
	row := regexp.MustCompile(`(?m)^\| (\d+) \| (?:\[(0\d[a-z])\]\(([^)]+)/\))?`)
	sum := regexp.MustCompile(`(?m)^\| \*\*(\d+)\*\* \| \*\*(\d+) of them exercises\*\*`)
	for _, route := range strings.Split(routes, "### ")[1:] {
		name, table, _ := strings.Cut(route, "\n")
		minutes, exercises := 0, 0
		for _, m := range row.FindAllStringSubmatch(table, -1) {
			n, _ := strconv.Atoi(m[1])
			minutes += n
			if m[2] == "" {
				continue
			}
			exercises += n
			i := slices.IndexFunc(all, func(e catalog.Exercise) bool { return e.Name == m[3] && e.ID() == m[2] })
			if i < 0 {
				if *only == "" {
					t.Errorf("%s: there is no exercise %s in a folder %s", name, m[2], m[3])
				}
			} else if all[i].Minutes != n {
				t.Errorf("%s: %s stands with %d minutes, and takes %d", name, m[2], n, all[i].Minutes)
			}
		}
		told := sum.FindStringSubmatch(table)
		if told == nil || told[1] != fmt.Sprint(minutes) || told[2] != fmt.Sprint(exercises) {
			t.Errorf("%s: the last row is %q, and the rows add up to %d, %d of them exercises", name, told, minutes, exercises)
		}
		if limit, ok := most[name]; !ok || exercises > limit {
			t.Errorf("%s: %d minutes of exercises, at most %d allowed", name, exercises, limit)
		}
		delete(most, name)
	}
	for name := range most {
		t.Errorf("there is no route of %s", name)
	}
}

// The wrong answers that a teacher is warned of are the wrong solutions.
func TestTeachersAreWarned(t *testing.T) {
	if *only != "" {
		t.Skip("-only")
	}
	root, all := load(t)
	text := readme(t, root)
	var list strings.Builder
	for _, e := range all {
		if !strings.Contains(text, "| ["+e.ID()+"](") {
			continue
		}
		fmt.Fprintf(&list, "<details><summary><b>%s</b> %s: %d slips</summary>\n\n", e.ID(), e.Title, len(e.Wrong))
		for _, w := range e.Wrong {
			fmt.Fprintf(&list, "- %s\n", w.Slip)
		}
		list.WriteString("\n</details>\n\n")
	}
	const begin, end = "<!-- slips: made from the wrong solutions -->\n", "<!-- /slips -->\n"
	before, rest, ok := strings.Cut(text, begin)
	was, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the README has no place for the wrong answers: lines %q and %q", begin, end)
	}
	if was == list.String() {
		return
	}
	if !*update {
		t.Fatalf("the list of wrong answers is stale: go test ./exercises/internal/proof -update")
	}
	if err := os.WriteFile(filepath.Join(root, "exercises", "README.md"), []byte(before+begin+list.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readme(t *testing.T, root string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "exercises", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
