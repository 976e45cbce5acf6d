package graft

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A server is the process of a server that says where it listens.
type server struct {
	cmd  *exec.Cmd
	addr string
	end  context.CancelFunc
	read chan struct{} // closed when its output has ended
	errs *bytes.Buffer
}

// leave is how long the process may take to end when it is asked to.
const leave = 5 * time.Second

// start starts the process and waits for its first line, "listening on HOST:PORT".
// What it prints after that goes to w. It is interrupted when ctx is done.
func start(ctx context.Context, w io.Writer, name string, args ...string) (*server, error) {
	ctx, end := context.WithCancel(ctx)
	s := &server{cmd: exec.CommandContext(ctx, name, args...), end: end, read: make(chan struct{}), errs: new(bytes.Buffer)}
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(os.Interrupt) }
	s.cmd.WaitDelay = leave
	s.cmd.Stderr = s.errs
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		end()
		return nil, err
	}
	kill := time.AfterFunc(time.Minute, func() { s.cmd.Process.Kill() }) // one that says nothing
	lines := bufio.NewReader(out)
	line, _ := lines.ReadString('\n')
	kill.Stop()
	go func() {
		defer close(s.read)
		io.Copy(w, lines)
	}()
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		end()
		s.wait()
		return nil, fmt.Errorf("the server did not start: %s%s", line, bytes.TrimSpace(s.errs.Bytes()))
	}
	s.addr = addr
	return s, nil
}

// wait waits for the end of the process. To be interrupted is no error.
func (s *server) wait() error {
	defer s.end()
	<-s.read
	err := s.cmd.Wait()
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return fmt.Errorf("the server ended: %w\n%s", err, s.errs)
}

// stop ends the process.
func (s *server) stop() {
	s.end()
	s.wait()
}
