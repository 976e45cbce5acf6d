package runner

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/runner/runnertest"
	"example/websocket/exercises/internal/trial"
)

// round makes exercises a, b, c… and their states: a letter each.
func round(states string) (all []catalog.Exercise, results map[string]*trial.Result) {
	results = make(map[string]*trial.Result)
	for i, letter := range states {
		name := string(rune('a' + i))
		all = append(all, catalog.Exercise{Name: name})
		results[name] = &trial.Result{State: map[rune]trial.State{'P': trial.Passed, 'F': trial.Failed, 'B': trial.NotBuilt, '.': trial.NotStarted}[letter]}
	}
	return all, results
}

const noComma = `failed 01a: 1 case of 2

Greeting("Bob") is the ten bytes "Hello, Bob".

  call    Greeting("Bob")
  got     "Hello Bob"
  want    "Hello, Bob"

  9 bytes came, 10 wanted; from byte 0:
  got   48 65 6c 6c 6f 20 42 6f 62
  want  48 65 6c 6c 6f 2c 20 42 6f 62
                       ^^ byte 5 is 20, want 2c

  rule    RFC 6455 §1.3
  case    by-name
  edit    exercises/01a-greeting/greeting.go
  again   go run ./exercises 01a
  hint    go run ./exercises hint 01a

This is what a greeting without its comma looks like: the two words are there,
and what is between them is not.
`

// What a learner sees, whatever their code does.
func TestAFailureIsOneScreen(t *testing.T) {
	t.Parallel()
	root, dir := runnertest.Copy(t), t.TempDir()
	wrong := runnertest.Read(t, root, "exercises/01a-greeting/testdata/wrong/no-comma.go")
	const foot = "  edit    exercises/01a-greeting/greeting.go\n  again   go run ./exercises 01a\n"
	for _, c := range []struct {
		name, text string
		pieces     []string
		not        string
	}{
		{"a known slip", wrong, []string{noComma}, ""},
		{"an unknown slip", strings.Replace(wrong, "Hello ", "Hello; ", 1), []string{"^^ byte 5 is 3b, want 2c\n", foot}, "This is what"},
		{"does not compile", "package greeting\n\nfunc Greeting(name string) []byte {\n\treturn a + b + c + d + e\n}\n", []string{
			"does not build: exercises/01a-greeting/greeting.go\n\n",
			"  exercises/01a-greeting/greeting.go:4:9: undefined: a\n      return a + b + c + d + e\n\n",
			"undefined: b\n", "undefined: c\n", "  and 2 more\n\n", foot}, "undefined: d"},
		{"does not parse", "package greeting\n\nfunc Greeting(", []string{"does not build: ", "greeting.go:3:15: ", "func Greeting(\n", foot}, "The check calls"},
		{"another signature", "package greeting\n\nfunc Greeting(name []byte) []byte { return name }\n", []string{
			"does not build: ", "greeting_test.go:", "t.Bytes(greeting.Greeting(\"Bob\")", "The check calls your code as the README shows it", foot}, ""},
		{"another package", "package greet\n", []string{"does not build: ", "found packages greet (greeting.go)", foot}, root},
		{"panics", "package greeting\n\nfunc Greeting(name string) []byte {\n\treturn []byte(name[9:])\n}\n", []string{
			"failed 01a: 2 cases of 2\n", "  got     a panic: runtime error: slice bounds out of range [9:3]\n  want    no panic\n  at      exercises/01a-greeting/greeting.go:4\n", foot}, "goroutine"},
		{"panics elsewhere", "package greeting\n\nfunc Greeting(name string) []byte {\n\tgo func() {\n\t\tpanic(name)\n\t}()\n\tselect {}\n}\n", []string{
			"failed 01a: 1 case of 1\n", "is the ten bytes", "  got     the whole program died: panic: Bob\n", "  at      exercises/01a-greeting/greeting.go:5\n", foot}, "goroutine"},
		{"does not end, and prints", "package greeting\n\nfunc Greeting(name string) []byte {\n\tfor i := range 6 {\n\t\tprintln(\"round\", i)\n\t}\n\tselect {}\n}\n", []string{
			"failed 01a: 1 case of 2\n", "  got     Greeting has not returned\n  want    it to return within 2s\n  at      exercises/01a-greeting/greeting.go:7\n", foot, "your code has printed, at the end:\n  round 2\n  round 3\n  round 4\n  round 5\n"}, "round 1"},
		{"fails, and dies later", "package greeting\n\nfunc Greeting(name string) []byte {\n\tif name == \"\" {\n\t\tgo func() {\n\t\t\tpanic(\"nobody\")\n\t\t}()\n\t\tselect {}\n\t}\n\treturn nil\n}\n", []string{
			"failed 01a: 2 cases of 2\n", "  got     no bytes\n  want    \"Hello, Bob\"\n\n", "  case    by-name\n", foot, "\nthen, in case to-nobody, the whole program died: panic: nobody\n  at exercises/01a-greeting/greeting.go:6\n"}, "  at      "},
		{"dies before a case", "package greeting\n\nvar first = Greeting(\"\")[99]\n\nfunc Greeting(name string) []byte {\n\treturn []byte(name)\n}\n", []string{
			"failed 01a: outside of any case\n", "panic: runtime error: index out of range [99]", " exercises/01a-greeting/greeting.go:3 ", foot}, ""},
		{"prints half a line", "package greeting\n\nimport \"os\"\n\nfunc Greeting(name string) []byte {\n\tos.Stdout.WriteString(\"name: \" + name)\n\treturn nil\n}\n", []string{
			"failed 01a: 2 cases of 2\n", foot, "at the end:\n  name: Bob\n  name:\n"}, "--- "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := strings.ReplaceAll(c.name, " ", "-") + ".go"
			runnertest.Save(t, dir, file, c.text)
			r, _ := at(root, map[string]string{"exercises/01a-greeting/greeting.go": filepath.Join(dir, file)})
			screen := do(t, r, r.Check, program.ErrReported, "01a")
			has(t, screen, c.pieces...)
			if c.not != "" && strings.Contains(screen, c.not) {
				t.Errorf("%q has no place in:\n%s", c.not, screen)
			}
			if n := strings.Count(screen, "\n"); n > mostLines {
				t.Errorf("%d lines, at most %d wanted:\n%s", n, mostLines, screen)
			}
			narrow(t, screen)
		})
	}
}

// Colours say nothing that the words do not.
func TestColoursAreNoMoreThanColours(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, map[string]string{"exercises/01a-greeting/greeting.go": "exercises/01a-greeting/testdata/wrong/no-comma.go"})
	plain := do(t, r, r.Check, nil) + do(t, r, r.Check, program.ErrReported, "01a")
	r.Color = true
	colour := do(t, r, r.Check, nil) + do(t, r, r.Check, program.ErrReported, "01a")
	has(t, colour, "\x1b[31mfailed  \x1b[0m", "\x1b[31mfailed 01a: 1 case of 2\x1b[0m\n", "\x1b[31m\"Hello Bob\"\x1b[0m", "\x1b[32m\"Hello, Bob\"\x1b[0m", "\x1b[31m                     ^^ byte 5", "\x1b[33mThis is what")
	if bare := regexp.MustCompile("\x1b\\[[0-9]+m").ReplaceAllString(colour, ""); bare != plain {
		t.Errorf("without its colours it is\n%s\nand plain\n%s", bare, plain)
	}
}

func TestAFileOfAChapterThatDoesNotCompileIsNamed(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	runnertest.Save(t, root, "04-frames/dissect/mine.go", "package dissect\n\nvar Bad = bad\n")
	r, _ := at(root, map[string]string{greeting: "exercises/01a-greeting/testdata/solution.go"})
	screen := do(t, r, r.Check, program.ErrReported, "01a")
	has(t, screen, "does not build: 04-frames/dissect/mine.go\n\n", "04-frames/dissect/mine.go:3:11: undefined: bad\n", "  edit    04-frames/dissect/mine.go\n  again   go run ./exercises 01a\n")
	if strings.Contains(screen, greeting) {
		t.Errorf("it is not the learner's file:\n%s", screen)
	}
}

func TestAMissingFileIsNamed(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, map[string]string{"exercises/01a-greeting/greeting.go": "exercises/01a-greeting/none.go"})
	screen := do(t, r, r.Check, program.ErrReported, "01a")
	has(t, screen, "missing: exercises/01a-greeting/greeting.go\n", "go run ./exercises reset 01a puts it back")
	narrow(t, screen)
}
