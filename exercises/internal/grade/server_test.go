package grade

import (
	"context"
	"errors"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program"
)

func TestACorrectServerPassesEveryStage(t *testing.T) {
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
	printed, s, err := graded(t, options{patience: time.Second, cases: light(), upTo: atFrames}, as(t, "greedy-server", "{port}"))
	p, _ := s.next()
	if err != program.ErrReported || p.id != "5.2/length-8000000000000000" || p.exercise != "04e-do-not-trust-the-number" || p.got != "your server died" {
		t.Errorf("%v, %+v\n%s", err, p, printed)
	}
	for _, want := range []string{"\n04: Your server died after: a length whose top bit is set (exit status 2).\n", "    | panic: runtime error: makeslice: len out of range\n"} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}

func TestAServerThatDiesOfWhoeverLeaves(t *testing.T) {
	printed, s, err := graded(t, options{patience: time.Second, cases: light(), upTo: atLast}, as(t, "nervous-server", "{port}"))
	p, _ := s.next()
	if err != program.ErrReported || p.stage != atCrowd || p.got != "your server died" || strings.Count(printed, "  not tried\n") != 4 || !strings.Contains(printed, "    | panic: cannot read: EOF\n") {
		t.Errorf("%v, %+v\n%s", err, p, printed)
	}
}

// A server that says nothing costs its author seconds, not minutes.
func TestAMuteServerIsSoonGraded(t *testing.T) {
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
	_, _, err := graded(t, options{patience: time.Second, upTo: atCrowd}, as(t, "says", "Traceback", "no such module"))
	if err == nil || !strings.Contains(err.Error(), " ended (exit status 3) before it listened on 127.0.0.1:") || !strings.HasSuffix(err.Error(), "\n    | Traceback\n    | no such module") {
		t.Errorf("%v", err)
	}
	if _, _, err := graded(t, options{patience: time.Second}, []string{"no-such-command"}); !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("%v, want that there is no such command", err)
	}
}

// refused expects that nobody listens at the address in the first line of what
// was printed.
func refused(t *testing.T, printed string) {
	t.Helper()
	_, addr, _ := strings.Cut(printed, "The server at ")
	addr, _, _ = strings.Cut(addr, "\n")
	if conn, err := net.Dial("tcp", addr); err == nil {
		conn.Close()
		t.Errorf("somebody still listens on %s\n%s", addr, printed)
	}
}

// Neither a server that ignores an interrupt outlives its grade, nor one that a
// shell has started.
func TestNobodyIsLeftBehind(t *testing.T) {
	o := options{patience: 10 * time.Second, cases: light(), upTo: atCrowd}
	command := as(t, "stubborn-server", "{port}")
	printed, _, err := graded(t, o, command)
	if err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
	refused(t, printed)
	if runtime.GOOS == "windows" {
		return
	}
	printed, _, err = graded(t, o, []string{"sh", "-c", strings.Join(command, " ") + " & wait"})
	if err != nil {
		t.Errorf("in a shell: %v\n%s", err, printed)
	}
	refused(t, printed)
}

// Ctrl-C ends a grade at any time, and the server with it.
func TestAnInterruptEndsTheGrade(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	w := &signalling{then: cancel}
	o := options{patience: time.Minute, cases: light(), upTo: atLast}
	start := time.Now()
	err := o.run(ctx, newSheet(w, true), as(t, "mute-server", "{port}"))
	if !errors.Is(err, context.Canceled) || time.Since(start) > 30*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	refused(t, w.String())
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
