package grade

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

const (
	listenWithin = 15 * time.Second // for a command to accept connections
	leaveWithin  = 2 * time.Second  // after an interrupt
)

// A command is the program that is graded, running.
type command struct {
	cmd   *exec.Cmd
	words tail
	ended chan struct{} // closed when it has
}

// startCommand starts args with {port} and {url} filled in, and PORT in the
// environment.
func startCommand(args []string, port string) (*command, error) {
	fill := strings.NewReplacer("{port}", port, "{url}", "ws://127.0.0.1:"+port)
	var filled []string
	for _, a := range args {
		filled = append(filled, fill.Replace(a))
	}
	c := &command{cmd: exec.Command(filled[0], filled[1:]...), ended: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), "PORT="+port)
	c.cmd.Stdout, c.cmd.Stderr = &c.words, &c.words
	c.cmd.WaitDelay = 2 * leaveWithin // a grandchild holds the output open until stop has killed it
	apart(c.cmd)
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		c.cmd.Wait()
		close(c.ended)
	}()
	return c, nil
}

// startServer is startCommand, and waits until the command accepts connections
// at addr.
func startServer(ctx context.Context, args []string, port string) (*command, error) {
	c, err := startCommand(args, port)
	if err != nil {
		return nil, err
	}
	addr := net.JoinHostPort("127.0.0.1", port)
	late := time.After(listenWithin)
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err == nil {
			conn.Close()
			return c, nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
			continue
		case <-c.ended:
			err = fmt.Errorf("%s ended (%s) before it listened on %s%s", args[0], c.how(), addr, c.lastWords())
		case <-late:
			err = fmt.Errorf("%s runs, and after %v nobody listens on %s: does it use {port}, or PORT in its environment?%s", args[0], listenWithin, addr, c.lastWords())
		case <-ctx.Done():
			err = ctx.Err()
		}
		c.stop()
		return nil, err
	}
}

// endsWithin reports whether the command ends of itself within d, or has.
func (c *command) endsWithin(d time.Duration) bool {
	select {
	case <-c.ended:
		return true
	default:
	}
	select {
	case <-c.ended:
		return true
	case <-time.After(d):
		return false
	}
}

// how tells how the command has ended.
func (c *command) how() string { return c.cmd.ProcessState.String() }

// stop ends the command and all that it has started: it is asked first.
func (c *command) stop() {
	interrupt(c.cmd)
	c.endsWithin(leaveWithin)
	kill(c.cmd) // also what a child has left behind
	<-c.ended
}

// lastWords are the last lines that the command printed, indented, each with a
// line end before it.
func (c *command) lastWords() string {
	var b strings.Builder
	for _, line := range c.words.lines(8) {
		b.WriteString("\n    | " + clip(line, 74))
	}
	return b.String()
}

// A tail keeps the end of what is written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

const tailSize = 8 << 10

// Write keeps p, and forgets what is too old.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p[max(0, len(p)-tailSize):]...)
	if over := len(t.b) - tailSize; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

// lines returns the last n lines that are not empty.
func (t *tail) lines(n int) (lines []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for line := range bytes.Lines(t.b) {
		s := strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' ' // nor does it draw on our screen
			}
			return r
		}, strings.ToValidUTF8(string(line), "?"))
		if s = strings.TrimRight(s, " "); s != "" {
			lines = append(lines, s)
		}
	}
	return lines[max(0, len(lines)-n):]
}
