package check

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"example/websocket/04-frames/dissect"
)

// A T is what a case says its findings to. It is a *testing.T whose failing
// methods end the case, whichever they are: one case has one failure.
type T struct {
	*testing.T
	*findings
}

// findings are what a case, and its bubble, have said so far.
type findings struct {
	mu      sync.Mutex
	call    string
	failure *Failure // the first
	over    bool     // the case has been given up; nobody listens any more
}

// Call says what the case is about to do, as the learner would write it, for the
// screen: t.Call("AcceptKey(%q)", key).
func (t *T) Call(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.call = fmt.Sprintf(format, args...)
}

// called returns the name of the function that the case has called last, as far as
// it has said so.
func (t *T) called() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	name, _, ok := strings.Cut(t.call, "(")
	if !ok || strings.ContainsAny(name, " :=\n") {
		return "your code"
	}
	return name
}

// Equal ends the case with a failure unless got is want.
func (t *T) Equal(got, want any) {
	if !reflect.DeepEqual(got, want) {
		t.end(Failure{Got: show(got), Want: show(want)})
	}
}

// Bytes ends the case with a failure unless got is want, and marks the first
// byte that differs. Both are shown as text, if want is text or short.
func (t *T) Bytes(got, want []byte) {
	if !bytes.Equal(got, want) {
		at := differ(got, want)
		f := Failure{Got: around("%q", got, at), Want: around("%q", want, at), Bytes: mark(got, want)}
		if len([]rune(f.Want)) > columns-11 && !isText(want) { // escapes, and cut in two
			f.Want = row(want, at)
			if !isText(got) {
				f.Got = row(got, at)
			}
		}
		t.end(f)
	}
}

// Frames is Bytes for what should be WebSocket frames: got is also drawn.
func (t *T) Frames(got, want []byte) {
	if !bytes.Equal(got, want) {
		picture := ""
		if len(got) > 0 {
			picture = "\n\n" + dissect.Frames(cut(got))
		}
		at := differ(got, want)
		t.end(Failure{Got: around("% x", got, at), Want: around("% x", want, at), Bytes: mark(got, want) + picture})
	}
}

// Drawn is Wrong with a picture of the bytes that got and want are about.
func (t *T) Drawn(got, want, picture string) {
	t.end(Failure{Got: got, Want: want, Bytes: picture})
}

// Wrong ends the case with a failure that is told in words.
func (t *T) Wrong(got, want string) {
	t.end(Failure{Got: cmp.Or(got, nothing), Want: cmp.Or(want, nothing)})
}

// Fatalf ends the case with a failure of which only what came is known.
func (t *T) Fatalf(format string, args ...any) { t.Wrong(fmt.Sprintf(format, args...), "none of that") }

// Fatal is Fatalf for what fmt.Sprint makes of args.
func (t *T) Fatal(args ...any) { t.Fatalf("%s", fmt.Sprint(args...)) }

// Errorf is Fatalf: the first failure ends a case.
func (t *T) Errorf(format string, args ...any) { t.Fatalf(format, args...) }

// Error is Fatal.
func (t *T) Error(args ...any) { t.Fatal(args...) }

// Bubble runs f in virtual time, as synctest.Test does: time passes only when
// everybody in the bubble waits. The T that f gets ends the case as t does. If all
// wait and no time to come wakes anybody, the case fails; so does one that leaves
// goroutines behind.
func (t *T) Bubble(f func(t *T)) {
	defer func() {
		if recover() == nil { // synctest panics for nothing else
			return
		}
		f := Failure{Got: "goroutines that wait for ever, each for another", Want: "none when the case is over"}
		if at := stuck(stacks()); at != "" {
			f.Got = "a goroutine of yours waits for ever, often at a channel that nobody reads any more"
			f.Trace = at
		}
		t.fail(f)
	}()
	synctest.Test(t.T, func(inner *testing.T) {
		bubble := &T{inner, t.findings}
		defer bubble.survive() // or a panic would end the whole program
		f(bubble)
	})
}

// end records the failure and ends the goroutine of the case.
func (t *T) end(f Failure) {
	if t.fail(f) {
		t.T.FailNow()
	}
	runtime.Goexit()
}

// fail records the failure, if it is the first, and reports whether anybody still
// wants to know.
func (t *T) fail(f Failure) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	if t.failure == nil {
		f.Call = t.call
		t.failure = &f
	}
	return true
}

// giveUp ends the listening, and returns the failure, nil if there is none.
func (t *T) giveUp() *Failure {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	return t.failure
}
