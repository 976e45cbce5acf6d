package main

import (
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/exercises/internal/runner/runnertest"
)

func TestMain(m *testing.M) { programtest.Main(m, main) }

const greeting = "exercises/01a-greeting/greeting.go"

// run runs the command in the repository at root to its end.
func run(t *testing.T, root, line string) (output string, status int) {
	t.Helper()
	p := programtest.StartIn(t, root, strings.Fields(line)...)
	p.CloseInput()
	status = p.Wait()
	return p.Output(), status
}

// What somebody typed and cannot have meant is one line and exit status 2.
func TestMistypedCommandLineIsOneLineAndStatus2(t *testing.T) {
	root := runnertest.Copy(t)
	for _, test := range []struct{ line, want string }{
		{"hnit 01a", `"hnit" is neither an exercise nor a verb: go run ./exercises lists the exercises, -h the verbs`},
		{"09z", `"09z" is neither an exercise nor a verb`},
		{"01a 09z", `"09z" is neither an exercise nor a verb`},
		{"watch list", `"list" is neither an exercise nor a verb`},
		{"-loud", `check: flag provided but not defined: -loud (-h lists the flags)`},
		{"hint", `hint needs NAME, for example: go run ./exercises hint 03b`},
		{"hint 0", `"0" means 2 exercises, from 01a to 03b: name one`},
		{"solution", `solution needs NAME, for example: go run ./exercises solution 03b`},
		{"solution 01a 03b", `solution: "03b" is one argument too many (-h shows an example)`},
		{"solution -write 01a", `solution -write is for exercises that are not passed: say -spoil -write`},
		{"reset", `reset needs NAME, for example: go run ./exercises reset 03b`},
		{"reset exercises/", `"exercises/" is neither an exercise nor a verb`},
		{"reset /", `"/" is neither an exercise nor a verb`},
		{"watch 01a 03b", `watch: "03b" is one argument too many (-h shows an example)`},
	} {
		output, status := run(t, root, test.line)
		if status != 2 {
			t.Errorf("%s: exit status %d, want 2", test.line, status)
		}
		if !strings.HasPrefix(output, "exercises: ") || strings.Count(output, "\n") != 1 || !strings.Contains(output, test.want) {
			t.Errorf("%s: printed %q, want one line with %q", test.line, output, test.want)
		}
	}
}

func TestStatusSaysWhetherItIsPassed(t *testing.T) {
	root := runnertest.Copy(t)
	for _, test := range []struct {
		file, line, want string
		status           int
	}{
		{"stub.go", "", "0 of 2 exercises passed", 0},
		{"stub.go", "01a", "not started: edit " + greeting + "\n", 1},
		{"stub.go", "solution 01a", "01a is not passed yet (not started)", 1},
		{"wrong/no-comma.go", "", " failed    01a  A greeting", 0},
		{"wrong/no-comma.go", "check 01a", "failed 01a: 1 case of 2\n", 1},
		{"wrong/no-comma.go", "0", "failed 01a: 1 case of 2\n", 1},
		{"solution.go", "01a", "passed 01a: A greeting, 2 cases\n", 0},
		{"solution.go", "1A", "passed 01a: A greeting, 2 cases\n", 0},
		{"solution.go", "01a-greeting/README.md", "passed 01a: A greeting, 2 cases\n", 0},
		{"solution.go", "01a-greeting/", "passed 01a: A greeting, 2 cases\n", 0},
		{"solution.go", "./exercises/01a-greeting", "passed 01a: A greeting, 2 cases\n", 0},
		{"solution.go", "solution 01a", "package greeting\n", 0},
		{"solution.go", "reset 01a", "nothing is changed\n", 0},
		{"solution.go", "", "1 of 2 exercises passed", 0},
		{"solution.go", "-h", "Without a verb, exercises checks.", 0},
	} {
		runnertest.Save(t, root, greeting, runnertest.Read(t, root, "exercises/01a-greeting/testdata/"+test.file))
		output, status := run(t, root, test.line)
		if status != test.status || !strings.Contains(output, test.want) {
			t.Errorf("%s, %q: exit status %d, want %d and %q in:\n%s", test.file, test.line, status, test.status, test.want, output)
		}
		if strings.Contains(output, "\x1b") || strings.Contains(output, "reported") {
			t.Errorf("%q: it is not plain:\n%q", test.line, output)
		}
	}
}

func TestOutsideOfTheRepositoryIsSaid(t *testing.T) {
	output, status := run(t, t.TempDir(), "")
	if status != 1 || !strings.Contains(output, "is not inside the repository of these exercises") || strings.Count(output, "\n") != 1 {
		t.Errorf("exit status %d: %s", status, output)
	}
}

func TestInterruptEndsAWatchWell(t *testing.T) {
	p := programtest.StartIn(t, runnertest.Copy(t), "watch")
	p.Line("watching exercises/01a-greeting: save to check, Ctrl-C to end")
	p.InterruptWell()
}
