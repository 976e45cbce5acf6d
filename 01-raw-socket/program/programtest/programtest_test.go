package programtest

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { Main(m, program) }

// program repeats its input in capitals, complains once, and ends with status
// 7 if it has an argument.
func program() {
	fmt.Println("listening on 127.0.0.1:1")
	fmt.Fprintln(os.Stderr, "a complaint")
	in, _ := io.ReadAll(os.Stdin)
	fmt.Print(strings.ToUpper(string(in)))
	if len(os.Args) > 1 {
		fmt.Print("last words")
		os.Exit(7)
	}
}

func TestRunReturnsBothStreamsAndTheStatus(t *testing.T) {
	for args, want := range map[string]int{"": 0, "badly": 7} {
		output, status := Run(t, "Hello\n", strings.Fields(args)...)
		if status != want {
			t.Errorf("%q: status %d, want %d", args, status, want)
		}
		for _, text := range []string{"listening on", "a complaint\n", "HELLO\n"} {
			if !strings.Contains(output, text) {
				t.Errorf("%q: no %q in:\n%s", args, text, output)
			}
		}
	}
}

func TestProcessIsWatchedWhileItRuns(t *testing.T) {
	p := Start(t, "badly")
	if addr := p.Addr(); addr != "127.0.0.1:1" {
		t.Errorf("Addr() = %q, want 127.0.0.1:1", addr)
	}
	p.Type("Hel")
	p.Type("lo\nworld\n")
	p.CloseInput()
	if line := p.Line("WOR"); line != "WORLD" {
		t.Errorf("Line = %q, want WORLD", line)
	}
	if status := p.Wait(); status != 7 {
		t.Errorf("status %d, want 7", status)
	}
	if want := "listening on 127.0.0.1:1\nHELLO\nWORLD\nlast words"; p.Stdout() != want {
		t.Errorf("standard output is %q, want %q", p.Stdout(), want)
	}
}

func TestKillEndsAProcessThatWaits(t *testing.T) {
	p := Start(t)
	p.Addr()
	p.Kill()
	if status := p.Wait(); status == 0 {
		t.Error("a killed program has status 0")
	}
}

// verdict stands in for the test, to see it fail.
type verdict struct {
	testing.TB
	failed string
}

func (v *verdict) Fatalf(format string, args ...any) {
	v.failed = fmt.Sprintf(format, args...)
	panic(v)
}

func TestLineThatNeverComesFailsWithTheOutput(t *testing.T) {
	p := Start(t)
	p.Line("a complaint")
	v := &verdict{TB: t}
	p.t = v
	p.CloseInput()
	defer func() {
		if recover() != v || !strings.Contains(v.failed, "a complaint\n") {
			t.Errorf("waiting in vain ends with %q, want the program's output", v.failed)
		}
	}()
	p.Line("no such line")
}
