// Paste runs the commands that the READMEs show and puts their output behind
// them, so that nobody types it.
//
//	go run ./.ci/paste           rewrites the output in every README
//	go run ./.ci/paste -check    runs them too, and fails where they differ
//
// A block ```console holds commands ("$ …") and their output. A comment
// <!-- serve: 01-raw-socket -buf 16 --> before it starts that program on the
// address that the text shows, 127.0.0.1:15000; in fact a free port is used and
// written back. (Another verb that listens may stand before the flags.) A block
// ```text after a comment <!-- printed --> is what the program has printed since.
// In a comparison, ports, keys, fingerprints and durations count as equal.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

const shown = "127.0.0.1:15000"

// varies is what differs from run to run.
var varies = regexp.MustCompile(`8[12] ab( [0-9a-f]{2})+|fd \d+|\((\d+)[,)]|= \d+,|file descriptor.*|127\.0\.0\.1:\d+|(Sec-WebSocket-(Key|Accept): )\S+|SHA-256 \S+|\d+(\.\d+)?(µs|ms|s)\b`)

func main() {
	check := flag.Bool("check", false, "compare, and write nothing")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "paste:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	dir, err := os.MkdirTemp("", "paste")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := build(dir); err != nil {
		return err
	}
	names := []string{"README.md"}
	for _, pattern := range []string{"*/README.md", "*/*/README.md"} {
		more, _ := filepath.Glob(pattern)
		names = append(names, more...)
	}
	stale := 0
	for _, name := range names {
		old, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		p := &page{dir: dir}
		fresh, err := p.paste(string(old))
		p.stop()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if varies.ReplaceAllString(fresh, "$3#") == varies.ReplaceAllString(string(old), "$3#") {
			continue // equal but for what varies
		}
		stale++
		if check {
			fmt.Printf("%s: the output shown is not what the commands print:\n%s", name, diff(string(old), fresh))
			continue
		}
		fmt.Println("pasted", name)
		if err := os.WriteFile(name, []byte(fresh), 0o644); err != nil {
			return err
		}
	}
	if check && stale > 0 {
		return fmt.Errorf("%d READMEs are stale: go run ./.ci/paste", stale)
	}
	return nil
}

// build makes each chapter's program, and beside it a command that does what go
// run does: it adds the exit status of a program that failed.
func build(dir string) error {
	chapters, _ := filepath.Glob("0*")
	for _, chapter := range chapters {
		program := filepath.Join(dir, chapter+".program")
		out, err := exec.Command("go", "build", "-o", program, "./"+chapter).CombinedOutput()
		if err != nil {
			return fmt.Errorf("go build ./%s: %v\n%s", chapter, err, out)
		}
		script := fmt.Sprintf("#!/bin/sh\n%s \"$@\" || { s=$?; echo exit status $s >&2; exit 1; }\n", program)
		if err := os.WriteFile(filepath.Join(dir, chapter), []byte(script), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// page is one README under way, and the server that it talks to.
type page struct {
	dir    string
	server *exec.Cmd
	addr   string
	out    *output
	seen   int // bytes of out that the page has shown
}

// paste returns text with every block's output made anew.
func (p *page) paste(text string) (string, error) {
	var b strings.Builder
	lines := strings.SplitAfter(text, "\n")
	printed := false
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		b.WriteString(line)
		switch {
		case strings.HasPrefix(line, "<!-- serve: "):
			args := strings.Fields(strings.TrimSuffix(strings.TrimSpace(line)[len("<!-- serve: "):], "-->"))
			if err := p.start(args); err != nil {
				return "", err
			}
		case strings.HasPrefix(line, "<!-- printed -->"):
			printed = true
		case strings.HasPrefix(line, "```console"), printed && strings.HasPrefix(line, "```text"):
			var block []string
			for i++; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
				block = append(block, strings.TrimSuffix(lines[i], "\n"))
			}
			if printed {
				b.WriteString(p.printed())
			} else if err := p.console(&b, block); err != nil {
				return "", err
			}
			printed = false
			b.WriteString(lines[i])
		case strings.HasPrefix(line, "```"): // any other block stays as it is
			for i++; i < len(lines) && !strings.HasPrefix(lines[i], "```"); i++ {
				b.WriteString(lines[i])
			}
			b.WriteString(lines[i])
		}
	}
	return b.String(), nil
}

// console runs the commands of a block.
func (p *page) console(b *strings.Builder, block []string) error {
	for _, line := range block {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		script := strings.ReplaceAll(command, "go run ./0", filepath.ToSlash(p.dir)+"/0")
		if p.addr != "" {
			script = strings.ReplaceAll(script, shown, p.addr)
		}
		cmd := exec.Command("bash", "-c", script)
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			return fmt.Errorf("%s: %v", command, err)
		}
		b.WriteString(line + "\n" + p.show(string(out)))
	}
	return nil
}

// show is output as a reader would get it.
func (p *page) show(s string) string {
	if p.addr != "" {
		s = strings.ReplaceAll(s, p.addr, shown)
	}
	s = strings.ReplaceAll(s, "\r", "")
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}

func (p *page) start(args []string) error {
	p.stop()
	p.out = &output{}
	p.seen = 0
	program, verb, flags := args[0], "serve", args[1:]
	if len(flags) > 0 && !strings.HasPrefix(flags[0], "-") {
		verb, flags = flags[0], flags[1:]
	}
	p.server = exec.Command(filepath.Join(p.dir, program+".program"), append([]string{verb, "-addr", "127.0.0.1:0"}, flags...)...)
	p.server.Stdout, p.server.Stderr = p.out, p.out
	if err := p.server.Start(); err != nil {
		return err
	}
	for range 100 {
		if addr, ok := strings.CutPrefix(p.out.String(), "listening on "); ok && strings.Contains(addr, "\n") {
			p.addr, _, _ = strings.Cut(addr, "\n")
			return nil
		}
		time.Sleep(50 * time.Millisecond)
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
func (p *page) printed() string {
	for last := -1; last != len(p.out.String()); time.Sleep(300 * time.Millisecond) {
		last = len(p.out.String())
	}
	all := p.out.String()
	fresh := all[p.seen:]
	p.seen = len(all)
	return p.show(strings.TrimLeft(fresh, "\n"))
}

// output collects what a process prints.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// diff shows what differs, as diff -u does.
func diff(old, fresh string) string {
	dir, err := os.MkdirTemp("", "paste")
	if err != nil {
		return err.Error()
	}
	defer os.RemoveAll(dir)
	a, b := filepath.Join(dir, "shown"), filepath.Join(dir, "printed")
	os.WriteFile(a, []byte(old), 0o644)
	os.WriteFile(b, []byte(fresh), 0o644)
	var out bytes.Buffer
	cmd := exec.Command("diff", "-u", a, b)
	cmd.Stdout = &out
	cmd.Run()
	return out.String()
}
