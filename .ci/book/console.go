package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// usual is where the programs listen that a reader starts.
const usual = "127.0.0.1:15000"

// A command that a page shows may take so long.
const patience = 3 * time.Minute

// build makes each program, and beside it a command that does what go run does: it
// adds the exit status of a program that failed.
func build(ctx context.Context, dir string) error {
	folders, _ := filepath.Glob("0*")
	for _, folder := range append(folders, "exercises") {
		program := filepath.Join(dir, folder+".program")
		out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./"+folder).CombinedOutput()
		if err != nil {
			return fmt.Errorf("go build ./%s: %v\n%s", folder, err, out)
		}
		script := fmt.Sprintf("#!/bin/sh\n%s \"$@\" || { s=$?; echo exit status $s >&2; exit 1; }\n", program)
		if err := os.WriteFile(filepath.Join(dir, folder), []byte(script), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// console runs the commands of a block.
func (p *page) console(block string) (string, error) {
	var b strings.Builder
	line := ""
	for next := range strings.Lines(block) {
		if line += next; !strings.HasPrefix(line, "$ ") {
			line = ""
			continue
		}
		if strings.HasSuffix(line, "\\\n") { // and goes on
			continue
		}
		command := line[2:]
		script := command
		for _, program := range []string{"0", "exercises"} {
			script = strings.ReplaceAll(script, "go run ./"+program, filepath.ToSlash(p.programs)+"/"+program)
		}
		for _, s := range p.servers {
			script = strings.ReplaceAll(script, s.shown, s.addr)
			script = strings.ReplaceAll(script, byName(s.shown), byName(s.addr))
		}
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		cmd := exec.CommandContext(ctx, "bash", "-c", script)
		goesOn := strings.HasSuffix(command, "&\n")
		if cmd.WaitDelay = time.Second; goesOn {
			cmd.WaitDelay = 5 * time.Second // to see how it begins
		}
		out, err := cmd.CombinedOutput()
		late := ctx.Err() != nil
		cancel()
		exit := new(exec.ExitError)
		if p.ctx.Err() != nil {
			return "", p.ctx.Err()
		}
		if late || err != nil && !errors.As(err, &exit) && !(goesOn && errors.Is(err, exec.ErrWaitDelay)) {
			if late {
				err = fmt.Errorf("takes more than %v", patience)
			}
			return "", fmt.Errorf("%s: %w", strings.TrimSpace(command), err)
		}
		b.WriteString(line + p.show(string(out)))
		line = ""
	}
	return b.String(), nil
}

// byName is an address with its usual name.
func byName(addr string) string { return strings.Replace(addr, "127.0.0.1", "localhost", 1) }

// show is output as a reader would get it.
func (p *page) show(s string) string {
	for _, server := range p.servers {
		s = strings.ReplaceAll(s, server.addr, server.shown)
		s = strings.ReplaceAll(s, byName(server.addr), byName(server.shown))
	}
	s = strings.ReplaceAll(s, "\r", "")
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}

// A server is a program that listens in place of an address that the text shows.
type server struct {
	*exec.Cmd
	shown, addr string
	out         *output
	seen        int // bytes of out that the page has shown
}

// start starts the server that the commands to come talk to. It takes the place of
// the one before at the same address.
func (p *page) start(args []string) error {
	program, verb, flags := args[0], "serve", args[1:]
	if len(flags) > 0 && !strings.HasPrefix(flags[0], "-") {
		verb, flags = flags[0], flags[1:]
	}
	s := &server{shown: usual, out: &output{grown: make(chan bool, 1)}}
	if i := slices.Index(flags, "-addr"); i >= 0 && i+1 < len(flags) {
		s.shown, flags = flags[i+1], slices.Delete(slices.Clone(flags), i, i+2)
	}
	p.stop(s.shown)
	s.Cmd = exec.CommandContext(p.ctx, filepath.Join(p.programs, program+".program"), append([]string{verb, "-addr", "127.0.0.1:0"}, flags...)...)
	s.Stdout, s.Stderr = s.out, s.out
	if err := s.Start(); err != nil {
		return err
	}
	p.servers = append(p.servers, s)
	for s.out.wait(10 * time.Second) {
		if addr, ok := strings.CutPrefix(s.out.String(), "listening on "); ok && strings.Contains(addr, "\n") {
			s.addr, _, _ = strings.Cut(addr, "\n")
			return nil
		}
	}
	return fmt.Errorf("%v does not listen: %s", args, s.out)
}

// last is the server that was started last, for a comment that needs one.
func (p *page) last(what string) (*server, error) {
	if len(p.servers) == 0 {
		return nil, fmt.Errorf("%s, and no program serves", what)
	}
	return p.servers[len(p.servers)-1], nil
}

// more waits until the server has printed more than n bytes.
func (s *server) more(n int) error {
	for len(s.out.String()) <= n {
		if !s.out.wait(patience) {
			return fmt.Errorf("the program has printed nothing more in %v: %s", patience, s.out)
		}
	}
	return nil
}

// killed runs the commands of a block, and kills the server that was started last
// as soon as they make it print something. It has no time for last words.
func (p *page) killed(block string) (string, error) {
	s, err := p.last("kill")
	if err != nil {
		return "", err
	}
	before := len(s.out.String())
	done := make(chan error, 1)
	go func() {
		err := s.more(before)
		s.Process.Kill()
		s.Wait()
		done <- err
	}()
	shown, err := p.console(block)
	if err != nil {
		return "", err
	}
	return shown, <-done
}

// interrupt is Ctrl-C at the server that was started last. Whatever the page wants
// to be there then makes it print something that the page has not shown yet.
func (p *page) interrupt() error {
	s, err := p.last("interrupt")
	if err == nil {
		err = s.more(s.seen)
	}
	if err != nil {
		return err
	}
	s.Process.Signal(os.Interrupt)
	defer time.AfterFunc(patience, func() { s.Process.Kill() }).Stop()
	if err := s.Wait(); err != nil {
		return fmt.Errorf("interrupted: %v\n%s", err, s.out)
	}
	return nil
}

// stop stops the server at an address, or all for "".
func (p *page) stop(shown string) {
	p.servers = slices.DeleteFunc(p.servers, func(s *server) bool {
		if shown != "" && s.shown != shown {
			return false
		}
		s.Process.Kill()
		s.Wait()
		return true
	})
}

// printed waits until the server that was started last is quiet, and returns what
// is new; of that, for "first 3" or "last 3", three lines.
func (p *page) printed(part string) (string, error) {
	end, number, some := strings.Cut(part, " ")
	n, err := strconv.Atoi(number)
	if some = some || part != ""; some && (err != nil || n < 1 || end != "first" && end != "last") {
		return "", fmt.Errorf("printed: %q, want \"first N\" or \"last N\"", part)
	}
	s, err := p.last("printed")
	if err != nil {
		return "", err
	}
	for s.out.wait(500 * time.Millisecond) {
	}
	all := s.out.String()
	fresh := all[s.seen:]
	s.seen = len(all)
	lines := slices.Collect(strings.Lines(p.show(strings.TrimLeft(fresh, "\n"))))
	switch n = min(n, len(lines)); end {
	case "first":
		lines = lines[:n]
	case "last":
		lines = lines[len(lines)-n:]
	}
	return strings.Join(lines, ""), nil
}

// output collects what a process prints.
type output struct {
	mu    sync.Mutex
	b     bytes.Buffer
	grown chan bool
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case o.grown <- true:
	default:
	}
	return o.b.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// wait reports whether more has come within d.
func (o *output) wait(d time.Duration) bool {
	select {
	case <-o.grown:
		return true
	case <-time.After(d):
		return false
	}
}
