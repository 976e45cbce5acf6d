package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A program is what its -h says of it.
type program struct{ help string }

// goFlags are those of go test that pages name.
var goFlags = []string{"-race", "-run", "-bench", "-benchtime", "-count", "-v"}

var quoted = regexp.MustCompile(`'[^']*'`)

var fences = regexp.MustCompile("(?ms)^```.*?^```$")

func (p program) knows(verb string) bool {
	return regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(verb) + `( |$)`).MatchString(p.help)
}

// of is the part about one verb; all, if it has no such part.
func (p program) of(verb string) program {
	if m := regexp.MustCompile(`(?m)^` + verb + `( .*)?\n(?: .*\n)*`).FindString(p.help); m != "" {
		return program{m}
	}
	return p
}

func (p program) has(flag string) bool {
	return flag == "-h" || regexp.MustCompile(`(?m)^ +`+regexp.QuoteMeta(flag)+`( |$)`).MatchString(p.help)
}

// programs asks each for its help.
func programs(t *testing.T) map[string]program {
	t.Helper()
	all := make(map[string]program)
	folders, _ := filepath.Glob("0*")
	for _, folder := range append(folders, "exercises") {
		out, err := exec.CommandContext(t.Context(), "go", "run", "./"+folder, "-h").Output()
		if err != nil {
			t.Fatalf("%s -h: %v", folder, err)
		}
		all[folder] = program{string(out)}
	}
	return all
}

// commandLines finds what a page tells its reader to run: in blocks, and in code
// between words. A line that ends in a backslash goes on.
func commandLines(text string) (all []string) {
	text = strings.ReplaceAll(text, "\\\n", " ")
	for _, m := range regexp.MustCompile("(?s)`(go (?:run|test)\\s[^`]*)`").FindAllStringSubmatch(text, -1) {
		all = append(all, strings.Join(strings.Fields(m[1]), " "))
	}
	for _, m := range regexp.MustCompile("(?m)^[^`\n]*(go (?:run|test) [^`\n]*)$").FindAllStringSubmatch(text, -1) {
		line := quoted.ReplaceAllStringFunc(m[0], func(s string) string { return strings.ReplaceAll(s, "|", "\x00") })
		for _, part := range regexp.MustCompile(`[|&;()]|2>|<|>`).Split(line, -1) {
			part = strings.ReplaceAll(part, "\x00", "|")
			if part = strings.Join(strings.Fields(strings.TrimLeft(part, " $")), " "); strings.HasPrefix(part, "go run ") || strings.HasPrefix(part, "go test ") {
				all = append(all, part)
			}
		}
	}
	return all
}

// fault says what is wrong with a command: its folder, its verb, a flag, or a test
// that is not there.
func fault(command string, known map[string]program, tests map[string][]string) string {
	words := strings.Fields(strings.NewReplacer("'", "", `"`, "", "\\|", "|").Replace(command))
	if words[1] == "test" {
		return testFault(words[2:], tests)
	}
	if len(words) < 3 || !strings.HasPrefix(words[2], "./") {
		return "" // go run of something else
	}
	name := strings.Trim(words[2][2:], "/.,:")
	p, ok := known[name]
	if _, err := os.Stat(name); err != nil || !ok && !strings.HasPrefix(name, ".ci/") {
		if strings.Contains(name, "NN-") {
			return ""
		}
		return fmt.Sprintf("there is no program ./%s", name)
	}
	verb := "serve"
	if len(words) > 3 && p.knows(words[3]) {
		verb = words[3]
	}
	for i, word := range words[3:] {
		word, _, _ = strings.Cut(word, "=")
		switch {
		case word == "--" || !ok:
			return ""
		case regexp.MustCompile(`^-[a-z]`).MatchString(word) && !p.of(verb).has(word):
			return fmt.Sprintf("%s has no flag %s", name, word)
		case i == 0 && regexp.MustCompile(`^[a-z][a-z-]*$`).MatchString(word) && !p.knows(word):
			return fmt.Sprintf("%s has no verb %s", name, word)
		}
	}
	return ""
}

// testFault looks for what -run and -bench name.
func testFault(words []string, tests map[string][]string) string {
	var patterns, folders []string
	for i, word := range words {
		flag, value, ok := strings.Cut(word, "=")
		if !ok && i+1 < len(words) {
			value = words[i+1]
		}
		switch {
		case flag == "-run" || flag == "-bench":
			first, _, _ := strings.Cut(value, "/")
			patterns = append(patterns, strings.Split(first, "|")...)
		case regexp.MustCompile(`^-\w`).MatchString(word) && !slices.Contains(goFlags, flag):
			return "go test has no flag " + flag
		case strings.HasPrefix(word, "./"):
			folders = append(folders, strings.Trim(word[2:], "/"))
		}
	}
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(".", strings.TrimSuffix(folder, "..."))); err != nil && !strings.Contains(folder, "NN-") {
			return fmt.Sprintf("there is no folder ./%s", folder)
		}
	}
	for _, pattern := range patterns {
		found := pattern == "-" // none, on purpose
		re, err := regexp.Compile(pattern)
		if err != nil {
			return fmt.Sprintf("%q is no pattern: %v", pattern, err)
		}
		for dir, names := range tests {
			in := func(folder string) bool {
				below, deep := strings.CutSuffix(folder, "...")
				return dir == strings.Trim(below, "/") || deep && strings.HasPrefix(dir+"/", below)
			}
			found = found || slices.ContainsFunc(folders, in) && slices.ContainsFunc(names, re.MatchString)
		}
		if !found {
			return fmt.Sprintf("there is no test %s in %s", pattern, strings.Join(folders, ", "))
		}
	}
	return ""
}

// testNames are those of each folder.
func testNames(t *testing.T) map[string][]string {
	all := make(map[string][]string)
	for _, name := range tracked(t, "_test.go") {
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Example|Benchmark)\w*)`).FindAllStringSubmatch(read(t, name), -1) {
			dir := filepath.ToSlash(filepath.Dir(name))
			all[dir] = append(all[dir], m[1])
		}
	}
	return all
}

// What a page tells its reader to type, works: those commands too that the book does
// not run.
func TestCommandsAreKnown(t *testing.T) {
	known, tests := programs(t), testNames(t)
	for _, name := range tracked(t, ".md") {
		for _, command := range commandLines(read(t, name)) {
			if f := fault(command, known, tests); f != "" {
				t.Errorf("%s: %s: %s", name, command, f)
			}
		}
		for _, m := range regexp.MustCompile("`(-[a-z][a-z-]+)[^`]*`").FindAllStringSubmatch(fences.ReplaceAllString(read(t, name), ""), -1) {
			in := func(p program) bool { return p.has(m[1]) }
			if !slices.ContainsFunc(slices.Collect(maps.Values(known)), in) && !slices.Contains(goFlags, m[1]) {
				t.Errorf("%s: names a flag %s, and no program has it", name, m[1])
			}
		}
	}
}

func TestFaultsOfCommandsAreFound(t *testing.T) {
	known := map[string]program{"01-raw-socket": {"serve\n    -buf N   read\n\ndial HOST:PORT\n    -hex   bytes\n"}}
	tests := map[string][]string{"01-raw-socket/socket": {"TestIt", "BenchmarkIt"}}
	for command, want := range map[string]string{
		"go run ./01-raw-socket -buf 16":                  "",
		"go run ./01-raw-socket dial -hex=1 127.0.0.1:1":  "",
		"go run ./01-raw-sockets":                         "no program",
		"go run ./01-raw-socket call":                     "no verb call",
		"go run ./01-raw-socket dial -drizzle":            "no flag -drizzle",
		"go test -run TestIt ./01-raw-socket/...":         "",
		"go test -run '^TestIt$' ./...":                   "",
		"go test -run - -bench It ./01-raw-socket/socket": "",
		"go run ./01-raw-socket serve -hex":               "no flag -hex",
		"go run ./01-raw-socket -hex":                     "no flag -hex",
		"go test -run TestIt ./01-raw-socket":             "no test TestIt",
		"go test -run=TestThat ./...":                     "no test TestThat",
		"go test -run 'TestIt|TestThat' ./...":            "no test TestThat",
		"go test -rum TestIt ./...":                       "no flag -rum",
		"go test -run TestThat ./01-raw-socket/...":       "no test TestThat",
		"go test -run TestIt ./02-tcp-echo/...":           "no test TestIt",
		"go test ./01-raw-socket/nothing":                 "no folder",
	} {
		if got := fault(command, known, tests); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
	got := commandLines("A `go run\n./x -a` and\n```sh\n$ (sleep 1; go run ./y \\\n    b | tail) && go test -run 'A|B' ./z > w\n```\n")
	if want := []string{"go run ./x -a", "go run ./y b", "go test -run 'A|B' ./z"}; !slices.Equal(got, want) {
		t.Errorf("command lines %q, want %q", got, want)
	}
}
