package house

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// In the repository nobody has begun an exercise: the file to edit is the one that
// is shipped, with one marked place.
func TestExercisesAreUntouched(t *testing.T) {
	folders, _ := filepath.Glob("exercises/0[0-9][a-z]-*")
	marks := regexp.MustCompile(`// (Your code here|Mend this|Your answer here|Break this)\.`)
	edit := regexp.MustCompile("(?m) · edit \\[`([^`]+)`\\]")
	for _, folder := range folders {
		m := edit.FindStringSubmatch(read(t, folder+"/README.md"))
		if m == nil {
			t.Errorf("%s/README.md does not say which file to edit", folder)
			continue
		}
		text := read(t, folder+"/"+m[1])
		if text != read(t, folder+"/testdata/stub.go") {
			t.Errorf("%s/%s is not its testdata/stub.go", folder, m[1])
		}
		if n := len(marks.FindAllString(text, -1)); n != 1 {
			t.Errorf("%s/%s has %d marked places (%v), want one", folder, m[1], n, marks)
		}
	}
}

// An exercise's test knows what anybody can know: it stands outside the package.
// No file of the exercises hides behind a build tag.
func TestExercisesAreTestedFromOutside(t *testing.T) {
	tag := regexp.MustCompile(`(?m)^//go:build `)
	outside := regexp.MustCompile(`(?m)^package \w+_test$`)
	for _, name := range tracked(t) {
		if !strings.HasPrefix(name, "exercises/") || !strings.HasSuffix(name, ".go") {
			continue
		}
		text := read(t, name)
		if tag.MatchString(text) && !strings.HasPrefix(name, "exercises/internal/grade/") { // which starts processes, each system in its own way
			t.Errorf("%s has a build tag", name)
		}
		if exercise := strings.HasPrefix(name, "exercises/0"); exercise && strings.HasSuffix(name, "_test.go") && filepath.Base(name) != "export_test.go" && !outside.MatchString(text) {
			t.Errorf("%s is a test inside the package", name)
		}
	}
}

// The functions that an exercise's page shows are those of its files.
func TestExercisesShowTheirFunctions(t *testing.T) {
	blocks := regexp.MustCompile("(?ms)^```go\n(.*?)^```$")
	function := regexp.MustCompile(`(?m)^func [^\n]*(?:\n[ \t]+[^\n]*)*`)
	comment := regexp.MustCompile(`\s*//[^\n]*`)
	squeeze := func(s string) string { return strings.Join(strings.Fields(comment.ReplaceAllString(s, "")), "") }
	folders, _ := filepath.Glob("exercises/0[0-9][a-z]-*")
	for _, folder := range folders {
		files, _ := filepath.Glob(folder + "/*.go")
		code := ""
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				code += squeeze(read(t, file))
			}
		}
		for _, block := range blocks.FindAllStringSubmatch(read(t, folder+"/README.md"), -1) {
			for _, f := range function.FindAllString(block[1], -1) {
				if !strings.Contains(code, squeeze(f)) {
					t.Errorf("%s/README.md shows a function that is not in its files: %s", folder, f)
				}
			}
		}
	}
}
