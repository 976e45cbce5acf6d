// Package house tests the rules of this repository itself: what stands where,
// who may import whom, how long a main.go may be. Run it by name, since ./...
// passes over folders that begin with a dot: go test ./.ci/house
package house

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "example/websocket"

var chapters = []string{"01-raw-socket", "02-tcp-echo", "03-http-upgrade", "04-frames", "05-masking", "06-full-websocket"}

// TestMain runs the tests at the top of the repository.
func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, &stderr)
	}
	return out
}

// tracked returns the files of the repository, of those that are there.
func tracked(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, name := range strings.Split(string(run(t, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")), "\x00") {
		if _, err := os.Stat(name); name != "" && err == nil {
			files = append(files, name)
		}
	}
	return files
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTopLevelIsFixed(t *testing.T) {
	allowed := append([]string{"go.mod", "README.md", "LICENSE", "exercises"}, chapters...)
	for _, name := range tracked(t) {
		top, _, _ := strings.Cut(name, "/")
		if !slices.Contains(allowed, top) && !strings.HasPrefix(top, ".") {
			t.Errorf("%s: nothing but %s and dot files stands at the top", name, strings.Join(allowed, ", "))
		}
	}
}

func TestGoModHasNoRequirement(t *testing.T) {
	mod := read(t, "go.mod")
	for _, word := range []string{"require", "replace", "toolchain", "tool "} {
		if strings.Contains(mod, word) {
			t.Errorf("go.mod says %q; it names the module and the language version, and nothing else", word)
		}
	}
	if !strings.HasPrefix(mod, "module "+module+"\n") || !strings.Contains(mod, "\ngo 1.25\n") {
		t.Errorf("go.mod is %q; want module %s and go 1.25", mod, module)
	}
}

// step is how high on the staircase a package stands; 0 is not on it.
func step(path string) int {
	rest, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return 0
	}
	if strings.HasPrefix(rest, "exercises") {
		return len(chapters) + 1
	}
	top, _, _ := strings.Cut(rest, "/")
	return slices.Index(chapters, top) + 1
}

// Chapter N imports only chapters up to N and the standard library, in tests
// too; the judge does not borrow the defendant's code; the engine has no
// server.
func TestImportsOnlyGoDown(t *testing.T) {
	type pkg struct {
		ImportPath                               string
		Imports, TestImports, XTestImports, Deps []string
	}
	forbidden := map[string][]string{
		module + "/06-full-websocket/conformance": {module + "/06-full-websocket/websocket", module + "/06-full-websocket/deflate", module + "/03-http-upgrade/handshake"},
		module + "/06-full-websocket/websocket":   {module + "/02-tcp-echo/server"},
	}
	dec := json.NewDecoder(bytes.NewReader(run(t, "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", "./...")))
	for dec.More() {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			switch {
			case step(path) > step(p.ImportPath):
				t.Errorf("%s imports %s, which is higher up the staircase", p.ImportPath, path)
			case strings.Contains(strings.SplitN(path, "/", 2)[0], "."):
				t.Errorf("%s imports %s, which is not in the standard library", p.ImportPath, path)
			}
		}
		for _, path := range forbidden[p.ImportPath] {
			if slices.Contains(p.Deps, path) {
				t.Errorf("%s imports %s, itself or through another, which it must not", p.ImportPath, path)
			}
		}
	}
}

// A main.go is read in one go, and differs little from the one before it: at
// most 40 of its lines are new. (05 to 06 is left out: there, chapter 05's loop
// grows into websocket/conn.go.)
func TestMainFilesAreShortAndAlike(t *testing.T) {
	var before []string
	for i, chapter := range chapters {
		lines := strings.Split(strings.TrimSuffix(read(t, chapter+"/main.go"), "\n"), "\n")
		most := 100
		if i == 5 {
			most = 60
		}
		if len(lines) > most {
			t.Errorf("%s/main.go has %d lines, at most %d allowed", chapter, len(lines), most)
		}
		fresh := len(lines) - common(before, lines)
		t.Logf("%s/main.go: %d lines, %d of them new", chapter, len(lines), fresh)
		if 0 < i && i < 5 && fresh > 40 {
			t.Errorf("%s/main.go has %d lines that the chapter before has not, at most 40 allowed", chapter, fresh)
		}
		before = lines
	}
}

// common returns the length of the longest common subsequence, which is what
// diff leaves unmarked.
func common(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

// Each package of a lesson says in its documentation which file to read first,
// and that file fits a screen: 60 lines at most.
func TestFirstReadingFitsAScreen(t *testing.T) {
	first := regexp.MustCompile(`(?s)[Rr]ead (\w+\.go) first|[Rr]ead this file\s+(?://\s*)?first|[Rr]ead \w+ in this file\s+(?://\s*)?first`)
	folders := make(map[string]bool)
	for _, name := range tracked(t) {
		dir := filepath.ToSlash(filepath.Dir(name))
		if strings.HasSuffix(name, ".go") && strings.Count(dir, "/") == 1 && dir[0] == '0' &&
			!strings.HasSuffix(dir, "/program") && !strings.HasSuffix(dir, "/interop") {
			folders[dir] = true
		}
	}
	for dir := range folders {
		files, _ := filepath.Glob(dir + "/*.go")
		files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
		name := ""
		if len(files) == 1 {
			name = files[0]
		}
		for _, file := range files {
			text := read(t, file)
			doc, _, _ := strings.Cut(text, "\npackage ")
			if m := first.FindStringSubmatch(doc); m != nil {
				name = file
				if m[1] != "" {
					name = dir + "/" + m[1]
				}
			}
		}
		if name == "" {
			t.Errorf("%s: its documentation does not say which file to read first", dir)
			continue
		}
		if n := strings.Count(read(t, name), "\n"); n > 60 {
			t.Errorf("%s, to be read first, has %d lines, at most 60 allowed", name, n)
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	for _, name := range tracked(t) {
		if n := strings.Count(read(t, name), "\n"); strings.HasSuffix(name, ".go") && n > 300 {
			t.Errorf("%s has %d lines, at most 300 allowed", name, n)
		}
	}
}

// Tests wait for events, not for time to pass.
func TestNoTestSleeps(t *testing.T) {
	for _, name := range tracked(t) {
		if strings.HasSuffix(name, "_test.go") && strings.Contains(read(t, name), "time."+"Sleep(") {
			t.Errorf("%s sleeps", name)
		}
	}
}

// A test that a README names as proof is there.
func TestNamedTestsExist(t *testing.T) {
	tests := make(map[string]bool)
	for _, name := range tracked(t) {
		if strings.HasSuffix(name, "_test.go") {
			for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)`).FindAllStringSubmatch(read(t, name), -1) {
				tests[m[1]] = true
			}
		}
	}
	for _, name := range tracked(t) {
		if strings.HasSuffix(name, ".md") {
			for _, m := range regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(read(t, name), -1) {
				if !tests[m[1]] {
					t.Errorf("%s names %s, and there is no such test", name, m[1])
				}
			}
		}
	}
}

// The README's commands are the ones that .ci/run runs, and each chapter has
// its lesson.
func TestReadmesAreThere(t *testing.T) {
	readme := read(t, "README.md")
	for _, command := range []string{"go run ./06-full-websocket", "go test ./..."} {
		if !strings.Contains(readme, "\n"+command+"\n") {
			t.Errorf("README.md does not show the command %q on a line of its own", command)
		}
	}
	for _, chapter := range chapters {
		if _, err := os.Stat(chapter + "/README.md"); err != nil {
			t.Errorf("%s has no README.md", chapter)
		}
	}
}
