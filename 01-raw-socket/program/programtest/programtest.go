// Package programtest runs a chapter's program as a process of its own, the
// way a reader does, and waits for what it prints. The test binary is the
// program: TestMain calls Main, and Start runs it once more.
package programtest

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

const asProgram = "EXAMPLE_WEBSOCKET_RUN_AS_PROGRAM"

// patience bounds every wait; no test is meant to come near it.
const patience = 2 * time.Minute

// Main is for TestMain: it runs the tests, or, in the process that Start made,
// the program.
func Main(m *testing.M, program func()) {
	if os.Getenv(asProgram) != "" {
		program()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A Process is a running program.
type Process struct {
	t     testing.TB
	cmd   *exec.Cmd
	stdin io.WriteCloser
	done  chan struct{}

	mu     sync.Mutex
	output bytes.Buffer  // both streams, as they came
	stdout bytes.Buffer  // standard output alone
	more   chan struct{} // closed and made anew when output grows
	read   int           // how far Line has got
}

// Start runs the program with args. Whatever happens, it is gone when the test
// ends.
func Start(t testing.TB, args ...string) *Process {
	t.Helper()
	return StartIn(t, "", args...)
}

// StartIn is Start in a folder other than the test's.
func StartIn(t testing.TB, dir string, args ...string) *Process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1",
		"GORACE="+os.Getenv("GORACE")+" atexit_sleep_ms=0") // under -race every exit would take a second more
	return StartCommand(t, cmd)
}

// Serve starts the program's server on a free port, and returns its address.
func Serve(t testing.TB, flags ...string) (*Process, string) {
	t.Helper()
	p := Start(t, append([]string{"serve", "-addr", "127.0.0.1:0"}, flags...)...)
	return p, p.Addr()
}

// Connect returns a connection to addr on which nothing waits for ever. It is
// closed when the test ends.
func Connect(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return conn.(*net.TCPConn)
}

// Silence keeps what the program under test prints in this very process out
// of the test's own output.
func Silence(t testing.TB) {
	t.Helper()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = null
	t.Cleanup(func() { os.Stdout = stdout; null.Close() })
}

// StartCommand is Start for any command.
func StartCommand(t testing.TB, cmd *exec.Cmd) *Process {
	t.Helper()
	p := &Process{t: t, cmd: cmd, done: make(chan struct{}), more: make(chan struct{})}
	cmd.Stdout = sink{p, true}
	cmd.Stderr = sink{p, false}
	cmd.WaitDelay = time.Second
	var err error
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { cmd.Wait(); close(p.done) }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-p.done
	})
	return p
}

// sink collects output.
type sink struct {
	p      *Process
	stdout bool
}

func (s sink) Write(b []byte) (int, error) {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.output.Write(b)
	if s.stdout {
		s.p.stdout.Write(b)
	}
	close(s.p.more)
	s.p.more = make(chan struct{})
	return len(b), nil
}

// Line waits for a complete line, of either stream, that contains text, and
// returns it. It looks at each line once: the next call goes on behind it.
func (p *Process) Line(text string) string {
	p.t.Helper()
	deadline := time.After(patience)
	for {
		p.mu.Lock()
		more := p.more
		for {
			line, _, complete := strings.Cut(p.output.String()[p.read:], "\n")
			if !complete {
				break
			}
			p.read += len(line) + 1
			if strings.Contains(line, text) {
				p.mu.Unlock()
				return line
			}
		}
		p.mu.Unlock()
		select {
		case <-more:
		case <-p.done:
			select {
			case <-more:
				continue // its last words
			default:
			}
			p.t.Fatalf("%v ended without a line that contains %q; it printed:\n%s", p.cmd.Args, text, p.Output())
		case <-deadline:
			p.t.Fatalf("%v: no line that contains %q within %v; it printed:\n%s", p.cmd.Args, text, patience, p.Output())
		}
	}
}

// Addr waits for the first line of standard output, "listening on HOST:PORT",
// and returns the address. (Which stream came first, nobody can tell.)
func (p *Process) Addr() string {
	p.t.Helper()
	line := p.Line("listening on ")
	addr, ok := strings.CutPrefix(line, "listening on ")
	if !ok || !strings.HasPrefix(p.Stdout(), line+"\n") {
		p.t.Fatalf("%v: the first line is not listening on HOST:PORT; it printed:\n%s", p.cmd.Args, p.Output())
	}
	return addr
}

// Type writes to the program's standard input.
func (p *Process) Type(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.stdin, text); err != nil {
		p.t.Fatalf("%v: typing %q: %v; it printed:\n%s", p.cmd.Args, text, err, p.Output())
	}
}

// CloseInput ends the program's standard input, as Ctrl-D does.
func (p *Process) CloseInput() { p.stdin.Close() }

// Interrupt does what Ctrl-C does. Windows has no such signal for a process:
// there the test is skipped.
func (p *Process) Interrupt() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.t.Skipf("interrupt: %v", err)
	}
}

// InterruptWell does what Ctrl-C does, and expects exit status 0 for it.
func (p *Process) InterruptWell() {
	p.t.Helper()
	p.Interrupt()
	if status := p.Wait(); status != 0 {
		p.t.Errorf("Ctrl-C ends it with status %d, want 0; it printed:\n%s", status, p.Output())
	}
}

// Kill ends the program at once, with no chance to say goodbye.
func (p *Process) Kill() {
	p.cmd.Process.Kill()
	<-p.done
}

// Wait waits for the end of the program and returns its exit status.
func (p *Process) Wait() int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		p.t.Fatalf("%v did not end within %v; it printed:\n%s", p.cmd.Args, patience, p.Output())
	}
	return p.cmd.ProcessState.ExitCode()
}

// Output returns what the program has printed so far, on both streams.
func (p *Process) Output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.String()
}

// Stdout returns what the program has printed so far on standard output.
func (p *Process) Stdout() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stdout.String()
}

// Run runs the program to its end with the given input, and returns what it
// printed on both streams and its exit status.
func Run(t testing.TB, input string, args ...string) (output string, status int) {
	t.Helper()
	p := Start(t, args...)
	io.WriteString(p.stdin, input) // a program that has ended needs none
	p.CloseInput()
	status = p.Wait()
	return p.Output(), status
}
