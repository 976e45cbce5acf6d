// Book makes what the lessons show, so that nobody types it and it cannot go stale:
// the output of commands, code cut from the source, diffs, pictures, and the lists
// at a lesson's foot. What stands in a page's prose its tests look after, as far as
// a program can: names, commands, links, sections, terms.
//
//	go run ./.ci/book           rewrites the pages
//	go run ./.ci/book -check    makes it all too, and fails where a page differs
//	go run ./.ci/book 04 FAQ    only pages whose name has one of these in it
//
// What the exercises' pages say is checked, and the lists of slips and mistakes, the
// exercises' own proof writes: go test ./exercises/internal/proof -update
//
// Comments in a page say what is made. Before a fenced block:
//
//	<!-- serve: 01-raw-socket -buf 16 -->  starts a program that listens, in place
//	        of the 127.0.0.1:15000 that the text shows; a verb may stand before the flags
//	<!-- serve: 05-masking -addr 127.0.0.1:15005 -->  the same beside it, in place
//	        of that address
//	<!-- printed -->                       ```text: what that program has printed since
//	<!-- printed: last 3 -->               ```text: the last lines of it; or the first
//	<!-- interrupt -->                     Ctrl-C there, once it has printed more
//	<!-- kill -->                          ```console: kill -9 there, once it has
//	        printed more, and so while the block's commands run
//	<!-- varies: ports keys -->            what may differ from run to run (varies.go)
//	<!-- code: 05-masking/mask Plain -->   ```go: declarations, by name, without comments above
//	<!-- code: DIR NAME from "a" to "b" --> of one, the lines that begin so
//	<!-- signature: DIR NAME … -->         ```go: what a caller sees of it
//	<!-- diff: FILE FILE -->               ```diff: what changed; FILE#NAME is a declaration
//
// A block ```console needs none: it holds commands ("$ …") and their output. And
// what stands between <!-- made: NAME --> and <!-- /made --> is made whole: the
// tables of the claims and the chapters, a lesson's foot, the README's screenshot,
// or "picture frame".
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "compare, and write nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *check, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "book:", err)
		os.Exit(1)
	}
}

// pages are all that the program looks after; the README, which tells of the others,
// last.
func pages() []string {
	var names []string
	for _, pattern := range []string{"*/*.md", "*/*/README.md"} {
		more, _ := filepath.Glob(pattern)
		names = append(names, more...)
	}
	return append(names, "README.md")
}

func run(ctx context.Context, check bool, only []string) error {
	all := pages()
	for _, name := range only {
		if !slices.ContainsFunc(all, func(page string) bool { return strings.Contains(page, name) }) {
			return fmt.Errorf("no page has %q in its name", name)
		}
	}
	programs, err := os.MkdirTemp("", "book")
	if err != nil {
		return err
	}
	defer os.RemoveAll(programs)
	if err := build(ctx, programs); err != nil {
		return err
	}
	b, err := open(ctx)
	if err != nil {
		return err
	}
	stale := 0
	var faults []error
	settle := func(name, shown, written string) error {
		old, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) || string(old) == shown {
			return err
		}
		stale++
		if !check {
			fmt.Println("made", name)
			return os.WriteFile(name, []byte(written), 0o644)
		}
		diff, err := difference(string(old), shown, "-u")
		fmt.Printf("%s: what it shows is not what is so:\n%s", name, diff)
		return err
	}
	files, err := b.files(ctx)
	if err != nil {
		return err
	}
	for name, fresh := range files {
		faults = append(faults, settle(name, fresh, fresh))
	}
	for _, name := range all {
		wanted := func(s string) bool { return name == s || !slices.Contains(all, s) && strings.Contains(name, s) }
		if len(only) > 0 && !slices.ContainsFunc(only, wanted) {
			continue
		}
		old, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		p := &page{book: b, ctx: ctx, name: name, programs: programs}
		shown, written, err := p.make(string(old))
		p.stop("")
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, p.line, err))
			continue
		}
		faults = append(faults, settle(name, shown, written))
	}
	if check && stale > 0 {
		faults = append(faults, fmt.Errorf("stale files: %d; go run ./.ci/book makes them anew", stale))
	}
	return errors.Join(faults...)
}

// difference is what diff prints.
func difference(old, fresh string, flags ...string) (string, error) {
	dir, err := os.MkdirTemp("", "book")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	a, b := filepath.Join(dir, "shown"), filepath.Join(dir, "made")
	os.WriteFile(a, []byte(old), 0o644)
	os.WriteFile(b, []byte(fresh), 0o644)
	var out bytes.Buffer
	cmd := exec.Command("diff", append(flags, "--label", "shown", "--label", "made", a, b)...)
	cmd.Stdout = &out
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil // they differ
	}
	return out.String(), err
}
