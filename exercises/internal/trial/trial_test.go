package trial

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example/websocket/exercises/internal/catalog"
)

// try runs the check of 03b with this text in the place of the learner's.
func try(t *testing.T, body string) *Result {
	t.Helper()
	return tryAt(t, body, time.Now())
}

// tryAt is try with a file that was written at that time.
func tryAt(t *testing.T, body string, written time.Time) *Result {
	t.Helper()
	root, err := catalog.Root()
	if err != nil {
		t.Fatal(err)
	}
	all, err := catalog.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	found, err := catalog.Find(all, "03b")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.go")
	if err := os.WriteFile(file, []byte("package handshake\n"+body), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, written, written); err != nil {
		t.Fatal(err)
	}
	results, err := Run(t.Context(), root, map[string]string{found[0].File: file}, found)
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
		{"does not compile", "func AcceptKey(key string) string { return 0 }", NotBuilt, "", ""},
		{"panics", "func AcceptKey(key string) string { return key[100:] }", Failed,
			"failed: a panic: runtime error: slice bounds out of range [100:24]", "exercises/03b-accept-key/"},
		{"panics elsewhere", "func AcceptKey(key string) string { go func() { panic(key) }(); select {} }", Failed,
			"failed: the whole program died: panic: dGhlIHNhbXBsZSBub25jZQ==", ""},
		{"waits for nobody", "func AcceptKey(key string) string { go AcceptKey(key); select {} }", Failed, "failed: no end", ""},
		{"ends the program", "import \"os\"\nfunc AcceptKey(key string) string { os.Exit(1); return key }", Failed, "failed: the whole program ended", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := try(t, c.body)
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

// After a case that does not return, no other is tried: its goroutine may still
// be at work.
func TestNothingIsTriedAfterACaseThatHangs(t *testing.T) {
	t.Parallel()
	r := try(t, "func AcceptKey(key string) string { for { } }")
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
		if r := tryAt(t, body, written); r.State != Failed {
			t.Errorf("%s, want %s\n%s\n%s", r.State, Failed, body, r.Output)
		}
	}
}
