package trial

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example/websocket/exercises/internal/catalog"
	"example/websocket/exercises/internal/catalog/catalogtest"
)

// try runs the check of 03b with this text in the place of the learner's, and
// beside it a test of theirs.
func try(t *testing.T, body, beside string) *Result {
	t.Helper()
	return tryAt(t, body, beside, time.Now())
}

// tryAt is try with files that were written at that time.
func tryAt(t *testing.T, body, beside string, written time.Time) *Result {
	t.Helper()
	root, all := catalogtest.Load(t)
	found, err := catalog.Find(all, "03b")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := make(map[string]string)
	for name, text := range map[string]string{"key.go": body, "mine_test.go": beside} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte("package handshake\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, written, written); err != nil {
			t.Fatal(err)
		}
		overlay[found[0].Folder()+"/"+name] = file
	}
	results, err := Run(t.Context(), root, overlay, found)
	if err != nil {
		t.Fatal(err)
	}
	return results[found[0].Name]
}

// What a learner's code can do to a check, and what is made of it.
func TestWhateverComesIsTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		state      State
		first      string // the state of the first case, and what came
		trace      string // where
	}{
		{"wrong", "func AcceptKey(key string) string { return key }", Failed, `failed: "dGhlIHNhbXBsZSBub25jZQ=="`, ""},
		{"no Go", "func AcceptKey(", NotBuilt, "", ""},
		{"go vet objects", "import \"fmt\"\nfunc AcceptKey(key string) string { return fmt.Sprintf(\"%d\", key) }", NotBuilt, "", ""},
		{"does not compile", "func AcceptKey(key string) string { return 0 }", NotBuilt, "", ""},
		{"panics", "func AcceptKey(key string) string { return key[100:] }", Failed,
			"failed: a panic: runtime error: slice bounds out of range [100:24]", "exercises/03b-accept-key/"},
		{"panics elsewhere", "func AcceptKey(key string) string { go func() { panic(key) }(); select {} }", Failed,
			"failed: the whole program died: panic: dGhlIHNhbXBsZSBub25jZQ==", ""},
		{"waits for nobody", "func AcceptKey(key string) string { go AcceptKey(key); select {} }", Failed, "failed: the case has not ended", ""},
		{"does not return", "func AcceptKey(key string) string { <-make(chan int); return key }", Failed, "failed: AcceptKey has not returned", "exercises/03b-accept-key/"},
		{"ends the program", "import \"os\"\nfunc AcceptKey(key string) string { os.Exit(1); return key }", Failed, "failed: the whole program ended", ""},
		{"panics elsewhere, later", "import \"time\"\nfunc AcceptKey(key string) string { go panic(key); defer func() { <-time.After(time.Minute) }(); return key }", Failed,
			"failed: the whole program died: panic: dGhlIHNhbXBsZSBub25jZQ==", ""},
		{"ends its goroutine", "import \"runtime\"\nfunc AcceptKey(key string) string { runtime.Goexit(); return key }", Failed,
			"failed: the end of the goroutine: runtime.Goexit", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := try(t, c.body, "")
			if r.State != c.state {
				t.Fatalf("%s, want %s\n%s", r.State, c.state, r.Output)
			}
			if c.state == NotBuilt {
				if !strings.Contains(r.Output, "key.go:") {
					t.Errorf("what the compiler says does not name the file:\n%s", r.Output)
				}
				return
			}
			if len(r.Cases) == 0 {
				t.Fatalf("no case has begun\n%s", r.Output)
			}
			f := r.Cases[0].Failure
			if f == nil || f.Case != "rfc-vector" || f.Says == "" || f.Section != "RFC 6455 §1.3" || string(r.Cases[0].State)+": "+f.Got != c.first {
				t.Fatalf("the first case is %s, %+v, want %s", r.Cases[0].State, f, c.first)
			}
			if c.trace != "" && !strings.Contains(f.Trace, "key.go:") {
				t.Errorf("the place is %q, and does not name key.go", f.Trace)
			}
		})
	}
}

func TestWhatFailsTooFitsTheScreen(t *testing.T) {
	t.Parallel()
	r := try(t, "func AcceptKey(key string) string { return key }", "")
	_, rest, _ := strings.Cut(r.Output, "fails too:")
	if strings.Count(rest, "fails too:") != 2 {
		t.Errorf("of four cases three fail too, and it says\n%s", r.Output)
	}
	for line := range strings.Lines(rest) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
			t.Errorf("a line of %d columns: %q", n, line)
		}
	}
}

// After a case that does not return, no other is tried: its goroutine may still
// be at work.
func TestNothingIsTriedAfterACaseThatHangs(t *testing.T) {
	t.Parallel()
	r := try(t, "func AcceptKey(key string) string { for { } }", "")
	if len(r.Cases) < 2 {
		t.Fatalf("%d cases have begun\n%s", len(r.Cases), r.Output)
	}
	if c := r.Cases[0]; c.State != Failed || c.Failure == nil || !c.Failure.Hung {
		t.Errorf("the first case: %+v", c)
	}
	for _, c := range r.Cases[1:] {
		if c.State != NotTried {
			t.Errorf("%s: %s, want %s", c.Name, c.State, NotTried)
		}
	}
}

// A clone writes many files in the same instant, and some have one size. To the go
// command, which remembers what it has seen, they look alike.
func TestFilesOfOneTimeAndSizeAreToldApart(t *testing.T) {
	t.Parallel()
	const imports = "import \"strings\"\n\nfunc AcceptKey(key string) string { return strings.ToLower(key) }"
	plain := fmt.Sprintf("%-*s", len(imports), "func AcceptKey(key string) string { return key }")
	written := time.Now().Add(-time.Hour) // what is newer than two seconds is not remembered
	for _, body := range []string{plain, imports} {
		if r := tryAt(t, body, "", written); r.State != Failed {
			t.Errorf("%s, want %s\n%s\n%s", r.State, Failed, body, r.Output)
		}
	}
}

const right = "import chapter \"example/websocket/03-http-upgrade/handshake\"\nfunc AcceptKey(key string) string { return chapter.AcceptKey(key) }\n"

// A program may end in good order with no check at its end, and the check need not
// be the only test.
func TestPassedIsWhatTheCheckHasPassed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body, beside string
		state              State
		cases              int
	}{
		{"ends before the check", "import \"os\"\n" + right + "func init() { os.Exit(0) }", "", Failed, 0},
		{"ends in a case", "import \"syscall\"\nfunc AcceptKey(string) string { syscall.Exit(0); return \"\" }", "", Failed, 1},
		{"beside a test that is skipped", right, "func TestMine(t *testing.T) { t.Skip() }", Passed, 4},
		{"beside a test that is skipped first", right, "func Test(t *testing.T) { t.Skip() }", Passed, 4},
		{"beside a test with subtests", right, "func TestMine(t *testing.T) { t.Run(\"sub\", func(*testing.T) {}) }", Passed, 4},
		{"beside a test that fails", right, "func TestMine(t *testing.T) { t.Fail() }", Failed, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.beside != "" {
				c.beside = "import \"testing\"\n" + c.beside
			}
			if r := try(t, c.body, c.beside); r.State != c.state || len(r.Cases) != c.cases {
				t.Errorf("%s, %d cases, want %s, %d\n%s", r.State, len(r.Cases), c.state, c.cases, r.Output)
			}
		})
	}
}
