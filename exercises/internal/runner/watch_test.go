package runner

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/exercises/internal/runner/runnertest"
)

// A watching is a watch that runs, and what it prints.
type watching struct {
	t    *testing.T
	stop context.CancelFunc
	end  chan error

	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // has a token when text has grown
	read int           // how far wait has got
}

func (w *watching) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case w.more <- struct{}{}:
	default:
	}
	return w.text.Write(b)
}

// watch starts one; it has ended when the test does.
func watch(t *testing.T, r *Runner, names ...string) *watching {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	w := &watching{t: t, stop: stop, end: make(chan error, 1), more: make(chan struct{}, 1)}
	r.Out = w
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.end <- r.Watch(ctx, names)
	}()
	t.Cleanup(func() { stop(); <-done })
	return w
}

// wait waits until text is printed, and goes on behind it.
func (w *watching) wait(text string) {
	w.t.Helper()
	for deadline := time.After(2 * time.Minute); ; {
		w.mu.Lock()
		unread := w.text.String()[w.read:]
		at := strings.Index(unread, text)
		if at >= 0 {
			w.read += at + len(text)
		}
		w.mu.Unlock()
		if at >= 0 {
			return
		}
		select {
		case <-w.more:
		case <-deadline:
			w.t.Fatalf("no %q; it has printed:\n%s", text, unread)
		}
	}
}

// ended waits until the watch has returned nil.
func (w *watching) ended() {
	w.t.Helper()
	select {
	case err := <-w.end:
		if err != nil {
			w.t.Errorf("the watch ends with %v, want nil", err)
		}
	case <-time.After(2 * time.Minute):
		w.t.Fatal("the watch does not end")
	}
}

func TestWatchChecksEachSaveAndMovesOn(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, nil)
	solution := runnertest.Read(t, root, "exercises/01a-greeting/testdata/solution.go")
	w := watch(t, r)
	w.wait("not started: edit " + greeting)
	w.wait("watching exercises/01a-greeting: save to check")
	runnertest.Save(t, root, greeting, "package greeting\n")
	w.wait("does not build: " + greeting)
	w.wait("watching exercises/01a-greeting")
	runnertest.Save(t, root, greeting, strings.Replace(solution, "Hello, ", "Hello ", 1))
	w.wait("failed 01a: 1 case of 2")
	w.wait("This is what a greeting without its comma looks like")
	w.wait("watching exercises/01a-greeting")
	runnertest.Save(t, root, greeting, strings.Replace(solution, "+ name", "+ full(name)", 1))
	w.wait("undefined: full")
	w.wait("watching exercises/01a-greeting")
	runnertest.Save(t, root, "exercises/01a-greeting/full.go", "package greeting\n\nfunc full(name string) string { return name }\n") // a file of their own
	w.wait("passed 01a: A greeting, 2 cases")
	w.wait("not started: edit exercises/03b-accept-key/key.go")
	w.wait("watching exercises/03b-accept-key: save to check")
	runnertest.Save(t, root, "exercises/03b-accept-key/key.go", runnertest.Read(t, root, "03-http-upgrade/handshake/key.go"))
	w.wait("passed 03b: ")
	w.wait("all 2 exercises passed")
	w.ended()
	if strings.Contains(w.text.String(), "\x1b") {
		t.Errorf("not on a terminal, and yet:\n%q", &w.text)
	}
}

// A file that is away is about to be saved: some editors write another one and
// rename it.
func TestWatchWaitsForAFileThatIsAway(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, nil)
	all, err := r.load()
	if err != nil {
		t.Fatal(err)
	}
	saved := r.saved(all[0])
	if err := os.Remove(filepath.Join(root, filepath.FromSlash(greeting))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), pollEvery)
	defer cancel()
	if err := r.change(ctx, all[0], saved); err == nil {
		t.Error("it is taken for a save")
	}
	runnertest.Save(t, root, greeting, mine)
	if err := os.Symlink("somebody@somewhere.1", filepath.Join(root, "exercises", "01a-greeting", ".#other.go")); err != nil { // Emacs's, as long as a file is not saved
		t.Log(err)
	}
	if err := r.change(t.Context(), all[0], saved); err != nil {
		t.Errorf("saved at last: %v", err)
	}
}

// On a terminal the screen shows the newest only.
func TestWatchClearsATerminalAndEndsWhenToldTo(t *testing.T) {
	t.Parallel()
	root := runnertest.Copy(t)
	r, _ := at(root, nil)
	r.Clear = true
	w := watch(t, r, "03")
	w.wait("not started: edit exercises/03b-accept-key/key.go")
	w.wait("watching exercises/03b-accept-key")
	runnertest.Save(t, root, "exercises/03b-accept-key/key.go", "package handshake\n\nfunc AcceptKey(key string) string { return key }\n")
	w.wait("\x1b[H\x1b[2J")
	w.wait("failed 03b: 4 cases of 4")
	w.wait("watching exercises/03b-accept-key")
	w.stop()
	w.ended()
	if text := w.text.String(); strings.Contains(text, "missing:") || strings.Count(text, "\x1b[2J") != 1 || strings.Contains(text, "01a") {
		t.Errorf("it has printed\n%q", text)
	}
}
