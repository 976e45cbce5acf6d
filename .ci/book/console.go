package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// usual is where the programs listen that a reader starts.
const usual = "127.0.0.1:15000"

// A command that a page shows may take so long.
const patience = time.Minute

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
		if p.addr != "" {
			script = strings.ReplaceAll(script, usual, p.addr)
			script = strings.ReplaceAll(script, "localhost:15000", p.addr)
		}
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		cmd := exec.CommandContext(ctx, "bash", "-c", script)
		cmd.WaitDelay = time.Second
		out, err := cmd.CombinedOutput()
		cancel()
		if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) || ctx.Err() == context.DeadlineExceeded {
			return "", fmt.Errorf("%s: %v", command, err)
		}
		b.WriteString(line + p.show(string(out)))
		line = ""
	}
	return b.String(), nil
}

// show is output as a reader would get it.
func (p *page) show(s string) string {
	if p.addr != "" {
		s = strings.ReplaceAll(s, p.addr, usual)
	}
	s = strings.ReplaceAll(s, "\r", "")
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}

// start starts the server that the commands to come talk to.
func (p *page) start(args []string) error {
	p.stop()
	p.out = &output{grown: make(chan bool, 1)}
	p.seen = 0
	program, verb, flags := args[0], "serve", args[1:]
	if len(flags) > 0 && !strings.HasPrefix(flags[0], "-") {
		verb, flags = flags[0], flags[1:]
	}
	p.server = exec.CommandContext(p.ctx, filepath.Join(p.programs, program+".program"), append([]string{verb, "-addr", "127.0.0.1:0"}, flags...)...)
	p.server.Stdout, p.server.Stderr = p.out, p.out
	if err := p.server.Start(); err != nil {
		return err
	}
	for p.out.wait(10 * time.Second) {
		if addr, ok := strings.CutPrefix(p.out.String(), "listening on "); ok && strings.Contains(addr, "\n") {
			p.addr, _, _ = strings.Cut(addr, "\n")
			return nil
		}
	}
	return fmt.Errorf("%v does not listen: %s", args, p.out)
}

func (p *page) stop() {
	if p.server != nil {
		p.server.Process.Kill()
		p.server.Wait()
		p.server, p.addr = nil, ""
	}
}

// printed waits until the server is quiet, and returns what is new.
func (p *page) printed() (string, error) {
	if p.server == nil {
		return "", errors.New("printed, and no program serves")
	}
	for p.out.wait(500 * time.Millisecond) {
	}
	all := p.out.String()
	fresh := all[p.seen:]
	p.seen = len(all)
	return p.show(strings.TrimLeft(fresh, "\n")), nil
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
