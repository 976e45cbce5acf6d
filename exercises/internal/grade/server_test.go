package grade

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program"
)

func TestACorrectServerPassesEveryStage(t *testing.T) {
	t.Parallel()
	printed, s, err := graded(t, options{patience: 10 * time.Second, cases: light(), upTo: atLast}, as(t, "broken-server", "", "{port}"))
	if p, any := s.next(); err != nil || any || strings.Count(printed, "  passed\n") != 5 || !strings.HasSuffix(printed, "\nEvery stage is passed, and there is nothing to mend.\n") {
		t.Errorf("%v, %v\n%s", err, p, printed)
	}
}

// verdicts are the last column of what is printed, a stage a word.
func verdicts(s *sheet) string {
	var all []string
	for _, r := range s.rows {
		all = append(all, stages[r.at].number+" "+r.verdict())
	}
	return strings.Join(all, ", ")
}

// The server that everybody writes first serves many, and takes one read for a
// request: that is where it is sent, not to the frames that it breaks as well.
func TestANaiveServerIsSentToTheHandshake(t *testing.T) {
	t.Parallel()
	o := options{patience: time.Second, cases: light(), upTo: atMasks}
	printed, s, err := graded(t, o, as(t, "naive-server")) // it reads PORT
	p, _ := s.next()
	if err != program.ErrReported || verdicts(s) != "02 passed, 03 failed, 04 failed, 05 failed" || p.exercise != "03e-nothing-may-be-lost" {
		t.Errorf("%v, %s, %q\n%s", err, verdicts(s), p.exercise, printed)
	}
	for _, want := range []string{
		"\nThe next thing to mend (stage 03)\n    a request in two pieces, cut in the method: we send ",
		"\n    The lesson: 03-http-upgrade/README.md\n    The exercise: exercises/03e-nothing-may-be-lost\n",
		"(RFC 6455 §4.2.",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}

// What a server dies of is found among many cases, and told with its last words.
func TestAServerThatDiesOfALength(t *testing.T) {
	t.Parallel()
	printed, s, err := graded(t, options{patience: time.Second, cases: light(), upTo: atFrames}, as(t, "greedy-server", "{port}"))
	p, _ := s.next()
	if err != program.ErrReported || !strings.HasPrefix(p.id, "5.2/length-8000000000000000") || p.exercise != "04e-do-not-trust-the-number" || p.got != "your server died" {
		t.Errorf("%v, %+v\n%s", err, p, printed)
	}
	for _, want := range []string{"\n04: Your server died after: a length whose top bit is set", "    | panic: runtime error: makeslice: len out of range\n"} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}

func TestAServerThatDiesOfWhoeverLeaves(t *testing.T) {
	t.Parallel()
	printed, s, err := graded(t, options{patience: time.Second, cases: light(), upTo: atLast}, as(t, "nervous-server", "{port}"))
	p, _ := s.next()
	if err != program.ErrReported || p.stage != atCrowd || p.got != "your server died" || strings.Count(printed, "  not tried\n") != 4 || !strings.Contains(printed, "    | panic: cannot read: ") {
		t.Errorf("%v, %+v\n%s", err, p, printed)
	}
}

// A server that says nothing costs its author seconds, not minutes.
func TestAMuteServerIsSoonGraded(t *testing.T) {
	t.Parallel()
	start := time.Now()
	printed, s, err := graded(t, options{patience: 300 * time.Millisecond, cases: light(), upTo: atLast}, as(t, "mute-server", "{port}"))
	if want := "02 see 03, 03 failed, 04 not tried, 05 not tried, 06 not tried"; err != program.ErrReported || verdicts(s) != want {
		t.Errorf("%v, %s, want %s\n%s", err, verdicts(s), want, printed)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestACommandThatNeverListens(t *testing.T) {
	t.Parallel()
	_, _, err := graded(t, options{patience: time.Second, upTo: atCrowd}, as(t, "says", "Traceback", "no such module"))
	if err == nil || !strings.Contains(err.Error(), " ended (exit status 3) before it listened on 127.0.0.1:") || !strings.HasSuffix(err.Error(), "\n    | Traceback\n    | no such module") {
		t.Errorf("%v", err)
	}
	if _, _, err := graded(t, options{patience: time.Second}, []string{"no-such-command"}); !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("%v, want that there is no such command", err)
	}
}

// A leash is held by a program for as long as it lives. A port would not tell:
// one that has become free may be anybody's the next moment.
type leash struct{ net.Listener }

func newLeash(t *testing.T) leash {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return leash{l}
}

// holding is the command that plays a role and holds the leash.
func (l leash) holding(t *testing.T, role string, args ...string) []string {
	t.Helper()
	return as(t, "leashed", append([]string{l.Addr().String(), role}, args...)...)
}

// loose expects that the program that held the leash has died.
func (l leash) loose(t *testing.T) {
	t.Helper()
	l.Listener.(*net.TCPListener).SetDeadline(time.Now().Add(10 * time.Second))
	conn, err := l.Accept()
	if err != nil {
		t.Fatalf("it has never lived: %v", err)
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(10 * time.Second)) // to be killed takes a moment
	if _, err := conn.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the server outlives its grade")
	}
}

// Neither a server that ignores an interrupt outlives its grade, nor one that a
// shell has started.
func TestNobodyIsLeftBehind(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		command func(*testing.T, leash) []string
	}{
		{"alone", func(t *testing.T, l leash) []string { return l.holding(t, "stubborn-server", "{port}") }},
		{"in a shell", func(t *testing.T, l leash) []string {
			if runtime.GOOS == "windows" {
				t.Skip("there is no sh")
			}
			return []string{"sh", "-c", strings.Join(l.holding(t, "stubborn-server", "{port}"), " ") + " & wait"}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLeash(t)
			printed, _, err := graded(t, options{patience: 10 * time.Second, cases: light(), upTo: atCrowd}, tt.command(t, l))
			if err != nil {
				t.Errorf("%v\n%s", err, printed)
			}
			l.loose(t)
		})
	}
}

// Ctrl-C ends a grade at any time, and the server with it.
func TestAnInterruptEndsTheGrade(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	w := &signalling{then: cancel}
	l := newLeash(t)
	o := options{patience: time.Minute, cases: light(), upTo: atLast}
	start := time.Now()
	err := o.run(ctx, newSheet(w, true), l.holding(t, "mute-server", "{port}"))
	if !errors.Is(err, context.Canceled) || time.Since(start) > 30*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	l.loose(t)
}

// signalling calls then when something is printed.
type signalling struct {
	strings.Builder
	then func()
}

func (s *signalling) Write(p []byte) (int, error) {
	n, err := s.Builder.Write(p)
	if strings.Contains(s.String(), "\r\x1b[K02 ") {
		s.then()
	}
	return n, err
}
