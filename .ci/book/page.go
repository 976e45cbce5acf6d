package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
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

// make makes anew all of a text that is made. What differs from before only in what
// varies is shown as before: a page where nothing else is new stays as it is. Where
// something that varies is new, all of it is, and written is that. And a port in one
// block is the port in the next: where it is not, all is new.
func (p *page) make(text string) (shown, written string, err error) {
	var b, anew strings.Builder
	stale := false // something that varies
	lines := strings.SplitAfter(text, "\n")
	for p.line = 1; p.line <= len(lines); p.line++ {
		line := lines[p.line-1]
		fence := strings.HasPrefix(line, "```")
		m := comments.FindStringSubmatch(line)
		if !fence && (m == nil || m[1] != "made") {
			if err := p.note(line, m, b.String()); err != nil {
				return "", "", err
			}
			b.WriteString(line)
			anew.WriteString(line)
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
			return "", "", fmt.Errorf("%q without its end", strings.TrimSpace(line))
		}
		var fresh, kept string
		if fence {
			fresh, err = p.block(strings.TrimSpace(line[3:]), old)
		} else if fresh, err = p.book.made(m[2], p.name, b.String()); err == nil {
			fresh = "\n" + strings.TrimSpace(fresh) + "\n\n"
		}
		if err == nil {
			kept, err = keep(old, fresh, p.varies)
		}
		if err != nil {
			p.line = start
			return "", "", err
		}
		stale = stale || p.varies != nil && kept != old
		b.WriteString(line + kept + lines[p.line-1])
		anew.WriteString(line + fresh + lines[p.line-1])
		p.next, p.varies = comment{}, nil
	}
	switch {
	case !slices.Equal(connections(b.String()), connections(anew.String())):
		return anew.String(), anew.String(), p.waiting()
	case stale:
		return b.String(), anew.String(), p.waiting()
	}
	return b.String(), b.String(), p.waiting()
}

// connections numbers the addresses that a page shows, anew for each server: a port
// that comes twice is a number that comes twice.
func connections(text string) (numbers []int) {
	for _, part := range strings.Split(text, "<!-- serve: ") {
		seen := make(map[string]int)
		for _, address := range varies["ports"].FindAllString(part, -1) {
			if seen[address] == 0 {
				seen[address] = len(seen) + 1
			}
			numbers = append(numbers, seen[address])
		}
	}
	return numbers
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

var quotes = strings.NewReplacer("`", "", "'", "")

// others are comments that others read: the proof of the exercises.
var others = []string{"routes", "/routes", "slips", "/slips", "checked", "/checked"}

// note takes note of a line between blocks; above is the page so far.
func (p *page) note(line string, m []string, above string) error {
	switch {
	case m == nil && strings.HasPrefix(line, "<!--"):
		return fmt.Errorf("%q is no comment that asks for something", strings.TrimSpace(line))
	case m == nil:
		if strings.TrimSpace(line) != "" {
			return p.waiting()
		}
	case m[1] == "serve":
		start := "go run ./" + m[2]
		told := regexp.MustCompile(regexp.QuoteMeta(start) + `(?: [^-]|[^ ]|$)`) // with no flag more
		if !told.MatchString(strings.Join(strings.Fields(quotes.Replace(above)), " ")) {
			return fmt.Errorf("the text above does not tell its reader to start %s", start)
		}
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
