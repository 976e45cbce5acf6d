package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example/websocket/.ci/picture"
)

// A page is one file under way, and the servers that its commands talk to.
type page struct {
	book     *book
	ctx      context.Context
	name     string
	line     int    // that we are at
	programs string // the folder

	servers []*server // the last one is the one that was started last

	next   comment  // what the next block is
	varies []string // and what varies in it
}

// A comment says what is made: <!-- verb: rest -->.
type comment struct{ verb, rest string }

var comments = regexp.MustCompile(`^<!-- (/?[a-z]+)(?:: (.*\S))? -->\s*$`)

// make returns the text with all made anew that is made.
func (p *page) make(text string) (string, error) {
	var b strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for p.line = 1; p.line <= len(lines); p.line++ {
		line := lines[p.line-1]
		b.WriteString(line)
		fence := strings.HasPrefix(line, "```")
		m := comments.FindStringSubmatch(line)
		if !fence && (m == nil || m[1] != "made") {
			if err := p.note(line, m); err != nil {
				return "", err
			}
			continue
		}
		end := "```"
		if !fence {
			end = "<!-- /made -->"
		}
		old, start := "", p.line
		for p.line++; p.line <= len(lines) && !strings.HasPrefix(lines[p.line-1], end); p.line++ {
			old += lines[p.line-1]
		}
		if p.line > len(lines) {
			p.line = start
			return "", fmt.Errorf("%q without its end", strings.TrimSpace(line))
		}
		var fresh string
		var err error
		if fence {
			fresh, err = p.block(strings.TrimSpace(line[3:]), old)
		} else if fresh, err = p.book.made(m[2], p.name, b.String()); err == nil {
			fresh = "\n" + strings.TrimSpace(fresh) + "\n\n"
			if picture.Same(old, fresh) {
				fresh = old
			}
		}
		if err == nil {
			fresh, err = keep(old, fresh, p.varies)
		}
		if err != nil {
			return "", err
		}
		b.WriteString(fresh + lines[p.line-1])
		p.next, p.varies = comment{}, nil
	}
	return b.String(), p.waiting()
}

// waiting complains of a comment for which no block has come.
func (p *page) waiting() error {
	switch {
	case p.next.verb != "":
		return fmt.Errorf("%q is not followed by a block", p.next.verb)
	case p.varies != nil:
		return errors.New(`"varies" is not followed by a block`)
	}
	return nil
}

// others are comments that others read: the proof of the exercises.
var others = []string{"routes", "/routes", "slips", "/slips", "checked", "/checked"}

// note takes note of a line between blocks.
func (p *page) note(line string, m []string) error {
	switch {
	case m == nil:
		if strings.TrimSpace(line) != "" {
			return p.waiting()
		}
	case m[1] == "serve":
		return p.start(strings.Fields(m[2]))
	case m[1] == "interrupt":
		return p.interrupt()
	case m[1] == "varies":
		p.varies = strings.Fields(m[2])
	case m[1] == "kill", m[1] == "printed", m[1] == "code", m[1] == "signature", m[1] == "diff":
		p.next = comment{m[1], m[2]}
	case !slices.Contains(others, m[1]):
		return fmt.Errorf("%q is nothing that a page may ask for: see main.go", m[1])
	}
	return nil
}

// block returns what a fenced block shows.
func (p *page) block(language, old string) (string, error) {
	want := map[string]string{"": "", "kill": "console", "printed": "text", "code": "go", "signature": "go", "diff": "diff"}
	if w := want[p.next.verb]; w != "" && w != language {
		return "", fmt.Errorf("after %q stands a block of %q, want %q", p.next.verb, language, w)
	}
	switch {
	case p.next.verb == "printed":
		return p.printed(p.next.rest)
	case p.next.verb == "code":
		return cutAll(p.next.rest)
	case p.next.verb == "signature":
		return signatures(p.next.rest)
	case p.next.verb == "diff":
		return changes(p.next.rest)
	case p.next.verb == "kill":
		return p.killed(old)
	case language == "console":
		return p.console(old)
	}
	return old, nil
}
