package runner

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example/websocket/exercises/internal/catalog/catalogtest"
	"example/websocket/exercises/internal/runner/runnertest"
)

const (
	greeting = "exercises/01a-greeting/greeting.go"
	stub     = "exercises/01a-greeting/testdata/stub.go"
	mine     = "package greeting\n\n// Mine.\nfunc Greeting(name string) []byte { return nil }\n"
)

func TestEachHintSaysMoreAndThenAllAreSaid(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	hint := func(name string) string {
		r, _ := at(root, nil) // another process, each time
		return do(t, r, r.Hint, nil, name)
	}
	for i, want := range []string{"01a · hint 1 of 3\n\nWhat does Bob", "01a · hint 2 of 3\n\nTwo pieces", "01a · hint 3 of 3\n\nAppend the name"} {
		text := hint("01a")
		has(t, text, want)
		if strings.Count(text, " of 3\n") != 1 {
			t.Errorf("hint %d is not alone:\n%s", i+1, text)
		}
	}
	has(t, hint("03b"), "03b · hint 1 of 3\n") // each exercise counts for itself
	for range 2 {
		has(t, hint("01a-greeting"), "these are all the hints there are\n", "hint 1 of 3\n", "hint 2 of 3\n", "hint 3 of 3\n", "solution -spoil 01a\n")
	}
	for text, want := range map[string]string{
		`null`: "hint 1 of 3\n", `{"01a-greeting":-5}`: "hint 1 of 3\n", `{"01a-greeting":99}`: "these are all the hints there are\n",
	} {
		runnertest.Save(t, root, hintsFile, text)
		has(t, hint("01a"), want)
	}
	runnertest.Save(t, root, hintsFile, "not JSON")
	r, _ := at(root, nil)
	if err := r.Hint(t.Context(), []string{"01a"}); err == nil || !strings.HasPrefix(err.Error(), hintsFile+" ") {
		t.Errorf("its file cannot be read: %v, want that it is named", err)
	}
}

// A README's lines may be wider than a screen.
func TestAHintFitsTheScreen(t *testing.T) {
	for _, c := range []struct{ hint, want string }{
		{"One line.", "One line."},
		{"One\nparagraph.\n\nAnother.", "One paragraph.\n\nAnother."},
		{strings.Repeat("nine more ", 8) + "nine more\nwords", strings.Repeat("nine more ", 7) + "nine\nmore nine more words"},
		{"See:\n\n- one\n- two\n\n```go\na\nb\n```\n\n`a`\nb", "See:\n\n- one\n- two\n\n```go\na\nb\n```\n\n`a` b"},
		{"```go\na\n\nb()\nc()\n```\n\nd\ne", "```go\na\n\nb()\nc()\n```\n\nd e"},
		{"See:\n- one\n- two", "See:\n- one\n- two"},
	} {
		if got := fill(c.hint); got != c.want {
			t.Errorf("%q becomes\n%q, want\n%q", c.hint, got, c.want)
		}
	}
	_, all := catalogtest.Load(t)
	for _, e := range all {
		for _, hint := range e.Hints {
			narrow(t, fill(hint)+"\n")
		}
	}
}

func TestResetAsksAndSavesAndCopies(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	shipped := strings.ReplaceAll(runnertest.Read(t, root, stub), "\n", "\r\n") // as git may check it out
	runnertest.Save(t, root, stub, shipped)
	r, _ := at(root, nil)
	has(t, do(t, r, r.Reset, nil, "01a"), greeting+" is as it was shipped\n")

	runnertest.Save(t, root, greeting, mine)
	for _, answer := range []string{"", "\n", "n\n", "no, not yes\n"} {
		r.In = strings.NewReader(answer)
		has(t, do(t, r, r.Reset, nil, "01a"), "your text is saved beside it\n", "[y/N] ", "nothing is changed\n")
		if text := runnertest.Read(t, root, greeting); text != mine {
			t.Fatalf("answered %q, it is now\n%s", answer, text)
		}
	}
	for i, saved := range []string{greeting + ".yours", greeting + ".2.yours", greeting + ".3.yours"} {
		runnertest.Save(t, root, greeting, mine+"//"+saved)
		r.In, r.Yes = strings.NewReader("Yes\n"), i == 2
		output := do(t, r, r.Reset, nil, "01a")
		has(t, output, greeting+" is now a copy of "+stub+"\n", "what you had is in "+saved+"\n")
		if strings.Contains(output, "[y/N]") == r.Yes {
			t.Errorf("-yes is %t, and it says\n%s", r.Yes, output)
		}
		if text := runnertest.Read(t, root, greeting); text != shipped {
			t.Errorf("it is %q, want it byte for byte as it was shipped: %q", text, shipped)
		}
		if text := runnertest.Read(t, root, saved); text != mine+"//"+saved {
			t.Errorf("%s holds %q", saved, text)
		}
	}
	if err := os.Remove(filepath.Join(root, filepath.FromSlash(greeting))); err != nil {
		t.Fatal(err)
	}
	if has(t, do(t, r, r.Reset, nil, "01a"), " is now a copy of "); runnertest.Read(t, root, greeting) != shipped {
		t.Error("a missing file is not put back")
	}
	has(t, do(t, r, r.Check, nil), "0 of 2") // what was saved disturbs nobody
}

// Ctrl-C instead of an answer changes nothing.
func TestResetMayBeInterrupted(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	runnertest.Save(t, root, greeting, mine)
	r, _ := at(root, nil)
	silent, end := io.Pipe()
	defer end.Close()
	r.In = silent
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Reset(ctx, []string{"01a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	if runnertest.Read(t, root, greeting) != mine {
		t.Error("the file has changed")
	}
}

func TestWhoComesLateCatchesUp(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, nil)
	r.Spoil = true
	has(t, do(t, r, r.Solution, nil, "01a"), "01a · the solution comes with the exercise", "package greeting\n")
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(greeting+".yours"))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("showing has written: %v", err)
	}

	r.Write = true
	runnertest.Save(t, root, greeting, mine)
	has(t, do(t, r, r.Solution, nil, "0"), greeting+" is now a copy of exercises/01a-greeting/testdata/solution.go\n", "what you had is in "+greeting+".yours\n",
		"exercises/03b-accept-key/key.go is now a copy of 03-http-upgrade/handshake/key.go\n")
	if runnertest.Read(t, root, greeting+".yours") != mine {
		t.Error("what the learner had is lost")
	}
	if key := filepath.Join(root, "exercises", "03b-accept-key", "key.go.yours"); fileExists(key) {
		t.Error("what nobody has written is saved")
	}
	has(t, do(t, r, r.Check, nil), "all 2 exercises passed\n")

	own := strings.Replace(runnertest.Read(t, root, greeting), "name == \"\"", "len(name) == 0", 1)
	runnertest.Save(t, root, greeting, own)
	has(t, do(t, r, r.Solution, nil, "01"), "01a is passed; "+greeting+" stays as it is\n")
	if runnertest.Read(t, root, greeting) != own {
		t.Error("a passed solution of the learner's own is overwritten")
	}
}

func fileExists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// One that means several is no name for these.
func TestOneNameIsWanted(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	for _, spoil := range []bool{false, true} {
		r := &Runner{Root: root, Out: new(bytes.Buffer), Spoil: spoil}
		for name, verb := range map[string]func(context.Context, []string) error{"hint": r.Hint, "solution": r.Solution} {
			if err := verb(t.Context(), []string{"0"}); err == nil || err.Error() != `"0" means 2 exercises, from 01a to 03b: name one` {
				t.Errorf("%s 0: %v", name, err)
			}
		}
	}
}
