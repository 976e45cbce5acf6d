package conformance

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"example/websocket/04-frames/dissect"
)

// A Report prints results as they come, a line a group, and at the end every
// failure. It is for one goroutine at a time.
type Report struct {
	w      io.Writer
	live   bool // lines are drawn again and again, with bars
	groups []*tally
	drawn  time.Time // when, last
	up     int       // lines to go up to the first
	start  time.Time

	Results []Result // all that were added, in the order of their cases after End
	order   map[string]int
}

// A tally is a group's line.
type tally struct {
	name    string
	cases   int
	done    int
	count   map[Verdict]int
	printed bool
}

// NewReport returns a report on cases. Live is for a terminal: progress bars,
// and colours. Otherwise a group is printed when it is complete.
func NewReport(w io.Writer, live bool, cases []Case) *Report {
	r := &Report{w: w, live: live, start: time.Now(), order: make(map[string]int)}
	for i, c := range cases {
		r.order[c.ID] = i
		r.group(c.Group).cases++
	}
	bar := ""
	if live {
		bar = strings.Repeat(" ", barWidth+1)
	}
	head := fmt.Sprintf("%-13s%s %5s", "", bar, "cases")
	for _, v := range Verdicts {
		head += fmt.Sprintf("%*s", columns[v], v)
	}
	fmt.Fprintln(w, head)
	if live {
		r.draw()
	}
	return r
}

// columns are how wide a verdict's column is, barWidth is a bar's: 78 in all.
var columns = map[Verdict]int{OK: 6, NonStrict: 12, Informational: 15, Failed: 8, NotOffered: 13}

const barWidth = 8

func (r *Report) group(name string) *tally {
	i := slices.IndexFunc(r.groups, func(g *tally) bool { return g.name == name })
	if i < 0 {
		i = len(r.groups)
		r.groups = append(r.groups, &tally{name: name, count: make(map[Verdict]int)})
	}
	return r.groups[i]
}

// Add takes the next result.
func (r *Report) Add(result Result) {
	r.Results = append(r.Results, result)
	g := r.group(result.Group)
	g.done++
	g.count[result.Verdict]++
	switch {
	case !r.live:
		r.print(false)
	case time.Since(r.drawn) > 50*time.Millisecond:
		r.draw()
	}
}

// print prints the lines of complete groups, or of all, each once.
func (r *Report) print(all bool) {
	for _, g := range r.groups {
		if !g.printed && (g.done == g.cases || all) {
			g.printed = true
			fmt.Fprintln(r.w, r.line(g))
		}
	}
}

// draw draws all lines over the last ones.
func (r *Report) draw() {
	var b strings.Builder
	if r.up > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", r.up)
	}
	for _, g := range r.groups {
		fmt.Fprintf(&b, "\r\x1b[K%s\n", r.line(g))
	}
	r.up, r.drawn = len(r.groups), time.Now()
	io.WriteString(r.w, b.String())
}

// line is a group's line: its name, a bar, and how many cases ended in which
// way; a dot is none.
func (r *Report) line(g *tally) string {
	s := fmt.Sprintf("%-13s", g.name)
	if r.live {
		full := barWidth * g.done / max(g.cases, 1)
		s += " " + strings.Repeat("#", full) + strings.Repeat(".", barWidth-full)
	}
	s += fmt.Sprintf(" %5d", g.cases)
	for _, v := range Verdicts {
		n := "."
		if g.count[v] > 0 {
			n = fmt.Sprint(g.count[v])
		}
		s += strings.Repeat(" ", columns[v]-len(n)) + r.paint(v, n, g.count[v] > 0)
	}
	return s
}

// sum is such as 12 of 14 ok, 2 failed.
func (g *tally) sum() string {
	s := fmt.Sprintf("%d of %d ok", g.count[OK], g.cases)
	for _, v := range Verdicts[1:] {
		if n := g.count[v]; n > 0 {
			s += fmt.Sprintf(", %d %v", n, v)
		}
	}
	if left := g.cases - g.done; left > 0 {
		s += fmt.Sprintf(", %d not tried", left)
	}
	return s
}

// paint colours what is said of a verdict, if it is to stand out on a terminal.
func (r *Report) paint(v Verdict, s string, standsOut bool) string {
	colour := map[Verdict]string{Failed: "31", NonStrict: "33"}[v]
	if !r.live || !standsOut || colour == "" {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// End prints what is left to say: the failures with all that went over the
// wire, the others in short, and the sum. It returns how many failed.
func (r *Report) End() (failed int) {
	if r.live {
		r.draw()
	} else {
		r.print(true)
	}
	slices.SortFunc(r.Results, func(a, b Result) int { return r.order[a.ID] - r.order[b.ID] })
	sum := &tally{cases: len(r.order), count: make(map[Verdict]int)}
	for _, result := range r.Results {
		sum.done++
		sum.count[result.Verdict]++
		if result.Verdict == Failed {
			r.failure(result)
		}
	}
	for _, v := range []Verdict{NonStrict, Informational} {
		for _, result := range r.Results {
			if result.Verdict == v {
				r.aside(result)
			}
		}
	}
	r.wrap("\n", "    ", fmt.Sprintf("%s, after %v", sum.sum(), time.Since(r.start).Round(10*time.Millisecond)))
	return sum.count[Failed]
}

// aside prints a result that is no failure.
func (r *Report) aside(result Result) {
	f := result.Findings[0]
	r.wrap(fmt.Sprintf("\n%s: ", r.paint(result.Verdict, result.Verdict.String(), true)), "    ", result.title())
	r.wrap("    ", "    ", fmt.Sprintf("expected %s; %s (%s)", f.Expected, f.Got, f.Section))
}

// failure prints a failure: what was done, what should have come, what came
// instead, and the bytes.
func (r *Report) failure(result Result) {
	r.wrap(fmt.Sprintf("\n%s: ", r.paint(Failed, "failed", true)), "    ", result.title())
	for i, d := range result.Done {
		r.wrap(fmt.Sprintf("%4d. ", i+1), "      ", d.Text)
	}
	for _, f := range result.Findings {
		r.wrap("      expected ", "          ", f.Expected)
		r.wrap("      but ", "          ", fmt.Sprintf("%s (%s)", f.Got, f.Section))
	}
	for i := result.telling(); i < len(result.Done); i++ {
		d := result.Done[i]
		if d.Left > 0 {
			fmt.Fprintf(r.w, "\nstep %d: %d frames, then\n", i+1, d.Left)
		}
		for _, t := range d.Traffic {
			r.traffic(i+1, t)
		}
	}
}

// telling is the first step whose bytes tell something about a failure: those of
// the last one, and of the last two before it that sent anything. A handshake
// that went well does not.
func (result Result) telling() int {
	first := len(result.Done) - 1
	for i, sends := first, 0; i >= 0 && sends < 2; i-- {
		if i == 0 && !result.Bare && first > 0 {
			break
		}
		if slices.ContainsFunc(result.Done[i].Traffic, func(t Traffic) bool { return t.Sent }) {
			first = i
			sends++
		}
	}
	return first
}

// title is a result's case in one line.
func (result Result) title() string {
	s := result.ID
	if len(result.Autobahn) > 0 {
		s += " (Autobahn " + strings.Join(result.Autobahn, ", ") + ")"
	}
	return s + ": " + result.Title
}

// traffic draws bytes, a head as text and frames as pictures.
func (r *Report) traffic(step int, t Traffic) {
	fmt.Fprintf(r.w, "\nstep %d: %s\n", step, map[bool]string{true: "we sent", false: "it sent"}[t.Sent])
	if t.Head {
		lines := strings.SplitAfter(string(t.B), "\n")
		for i, line := range lines {
			if i == 20 {
				fmt.Fprintf(r.w, "… %d lines more\n", len(lines)-i)
				break
			}
			if line = fmt.Sprintf("%+q", line); line != `""` {
				fmt.Fprintln(r.w, cut(line, 78))
			}
		}
		return
	}
	picture := dissect.Frame(t.B)
	if i := strings.LastIndex(picture, "\ncut: "); t.Cut && i >= 0 {
		picture = picture[:i+1] // it was not the peer who cut it
	}
	fmt.Fprint(r.w, picture)
}

// wrap prints a text in lines of at most 80 columns: the first begins with
// first, the others with next.
func (r *Report) wrap(first, next, text string) {
	const width = 80
	line := first
	room := width - len([]rune(strings.TrimPrefix(first, "\n")))
	for i, word := range strings.Fields(text) {
		n := len([]rune(word))
		if i > 0 && n+1 > room {
			fmt.Fprintln(r.w, line)
			line, room = next+word, width-len(next)-n
			continue
		}
		if i > 0 {
			line, room = line+" ", room-1
		}
		line, room = line+word, room-n
	}
	fmt.Fprintln(r.w, line)
}

// cut cuts s to n bytes of ASCII.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n-3] + "..."
}
