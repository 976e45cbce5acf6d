package picture

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"

	"example/websocket/05-masking/poison"
)

// A panel is some lines of the play's transcript. Left and right say which way
// bytes go on either side of the proxy: "<", ">", or "x" for both.
type panel struct {
	caption     string
	lines       int
	who         string // the browser on the left
	left, right string
	colour      colour // of the arrows
	spoilt      bool   // the cache
}

var panels = [...]panel{
	{"Evil's page connects", 2, "A", ">", ">", client, false},
	{"The proxy expects HTTP", 1, "A", "<", "<", wrong, false},
	{"A text like a request", 2, "A", ">", "", client, false},
	{"The proxy falls for it", 2, "A", "", ">", client, false},
	{"The answer is cached", 2, "A", "<", "<", wrong, true},
	{"B runs evil's script", 3, "B", "x", "", wrong, true},
}

// A said is a line of the transcript: who does what.
type said struct{ who, what string }

var saying = regexp.MustCompile(`^ *(browser A|victim B|\w+) +(.*)`)

// poisoned is the play without a mask, in six panels (RFC 6455 §10.3).
func poisoned(ctx context.Context) (Picture, error) {
	p := Picture{Path: "05-masking/poison.svg", Title: "Without the mask: a poisoned cache"}
	transcript, err := played(ctx)
	if err != nil {
		return p, err
	}
	p.About = "Six panels. Browser A and victim B sit behind one proxy. A's page, from evil.example, opens a WebSocket through it and sends a text that reads like a request for a script of cdn.example. " +
		"The browser does not mask it, the proxy takes it for a request, and caches evil's answer. Victim B asks for the script and runs the attacker's."

	var d drawing
	var lines []string
	for i, panel := range panels {
		x, y := 20+265*(i%2), 56+246*(i/2)
		said := transcript[:panel.lines]
		transcript = transcript[panel.lines:]
		d.panel(x, y, i+1, panel, said)

		lines = append(lines, fmt.Sprintf("%d. %s", i+1, panel.caption))
		for _, s := range said {
			for j, part := range wrapped(s.what, 56) {
				if j > 0 {
					s.who = ""
				}
				lines = append(lines, fmt.Sprintf("   %-10s %s", s.who, part))
			}
		}
		lines = append(lines, "")
	}
	p.Text = text(lines[:len(lines)-1]...)
	return d.svg(p, 56+246*3+8), nil
}

// panel draws one of the six.
func (d *drawing) panel(x, y, number int, p panel, lines []said) {
	proxy, evil := ink, wrong
	if p.spoilt {
		proxy = wrong
	}
	if p.right == "" && p.spoilt {
		evil = quiet
	}
	d.box(x, y, 255, 236, quiet)
	d.text(x+12, y+27, 15, ink, " say bold", fmt.Sprintf("%d  %s", number, p.caption))
	d.actor(x+12, y+42, 34, p.who, client)
	d.actor(x+95, y+42, 60, "proxy", proxy)
	d.actor(x+197, y+42, 46, "evil", evil)
	d.speech(x+46, x+95, y+57, p.left, p.colour)
	d.speech(x+155, x+197, y+57, p.right, p.colour)
	at := y + 97
	for _, s := range lines {
		c := client
		switch {
		case s.who == "proxy":
			c = ink
		case s.who == "evil", strings.HasSuffix(s.what, "POISONED"):
			c = wrong
		}
		for i, line := range wrapped(s.who+": "+s.what, 27) {
			who := ""
			if i == 0 {
				who = s.who + ":"
			}
			d.phrase(x+12, at, 14, c, "", who, line[len(who):])
			at += 19
		}
		at += 5
	}
}

func (d *drawing) actor(x, y, w int, name string, c colour) {
	d.box(x, y, w, 30, c)
	d.text(x+w/2, y+20, 14, c, " say mid bold", name)
}

// speech draws the arrows between two actors.
func (d *drawing) speech(x1, x2, y int, way string, c colour) {
	switch way {
	case ">":
		d.arrow(x1+3, x2-3, y, c)
	case "<":
		d.arrow(x2-3, x1+3, y, c)
	case "x":
		d.arrow(x1+3, x2-3, y-7, client)
		d.arrow(x2-3, x1+3, y+7, c)
	}
}

// played runs the play's first mode and returns its transcript.
func played(ctx context.Context) ([]said, error) {
	var out bytes.Buffer
	r, err := poison.Play(ctx, poison.Modes()[0], poison.Options{Out: &out})
	if err != nil {
		return nil, err
	}
	var lines []said
	for line := range strings.Lines(out.String()) {
		m := saying.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("the play says %q, by nobody", line)
		}
		lines = append(lines, said{m[1], strings.Join(strings.Fields(m[2]), " ")})
	}
	want := 0
	for _, p := range panels {
		want += p.lines
	}
	if len(lines) != want || !r.Poisoned {
		return nil, fmt.Errorf("the panels are for %d lines that end in poison; the play is %s in %d:\n%s", want, r.Verdict(), len(lines), &out)
	}
	return lines, nil
}
