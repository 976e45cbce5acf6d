package grade

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A row is what has become of a stage.
type row struct {
	at       int
	cases    int
	marks    map[int]mark // by the place of the case
	problems map[int]problem
	notes    []string
}

func newRow(at int) *row {
	return &row{at: at, marks: make(map[int]mark), problems: make(map[int]problem)}
}

// set marks the case at place i, over whatever mark it has.
func (r *row) set(i int, m mark, p problem) {
	delete(r.problems, i)
	if r.marks[i] = m; m == failed || m == better || m == later {
		r.problems[i] = p
	}
}

// forget takes a case's mark away again.
func (r *row) forget(i int) {
	delete(r.marks, i)
	delete(r.problems, i)
}

func (r *row) tried(i int) bool {
	_, tried := r.marks[i]
	return tried
}

// died notes the end of the command that was graded.
func (r *row) died(after string, c *command) {
	words := ""
	if len(r.notes) == 0 { // then they are new
		words = c.lastWords()
	}
	r.note("Your server died after: %s (%s).%s", after, c.how(), words)
}

func (r *row) count(m mark) (n int) {
	for _, had := range r.marks {
		if had == m {
			n++
		}
	}
	return n
}

func (r *row) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// verdict is the last column.
func (r *row) verdict() string {
	if r.count(failed) > 0 {
		return "failed"
	}
	for _, p := range r.problems {
		if p.stage > r.at {
			return "see " + stages[p.stage].number
		}
	}
	switch {
	case r.count(passed)+r.count(better) == 0:
		return "not tried"
	case len(r.marks) < r.cases:
		return "unfinished"
	}
	return "passed"
}

// A sheet is what is printed.
type sheet struct {
	w     io.Writer
	live  bool // rows are drawn while they grow, and in colours
	rows  []*row
	drawn time.Time
}

func newSheet(w io.Writer, live bool) *sheet { return &sheet{w: w, live: live} }

const tableHead = "stage  what it tries                    tried  passed  better  failed\n"

// head prints who is graded, and the head of the table.
func (s *sheet) head(who string) {
	fmt.Fprintf(s.w, "%s\n\n%s", who, tableHead)
}

// line is a row of the table, at most 80 columns; a dot is none.
func (r *row) line(verdict string) string {
	line := fmt.Sprintf("%-6s %-31s", stages[r.at].number, stages[r.at].tries)
	for _, n := range []int{len(r.marks) - r.count(none), r.count(passed), r.count(better), r.count(failed)} {
		width := 8
		if len(line) == 38 {
			width = 7
		}
		if n == 0 {
			line += fmt.Sprintf("%*s", width, ".")
			continue
		}
		line += fmt.Sprintf("%*d", width, n)
	}
	return line + "  " + verdict
}

func (s *sheet) begin(r *row) {
	s.drawn = time.Time{}
	s.progress(r)
}

// progress draws a row that goes on.
func (s *sheet) progress(r *row) {
	if s.live && time.Since(s.drawn) > 50*time.Millisecond {
		s.drawn = time.Now()
		fmt.Fprintf(s.w, "\r\x1b[K%s", r.line("..."))
	}
}

// done prints a row.
func (s *sheet) done(r *row) {
	s.rows = append(s.rows, r)
	verdict := r.verdict()
	if s.live {
		fmt.Fprint(s.w, "\r\x1b[K")
		verdict = paint(verdict)
	}
	fmt.Fprintln(s.w, r.line(verdict))
}

// paint colours a verdict.
func paint(verdict string) string {
	colour := map[string]string{"passed": "32", "failed": "31"}[verdict]
	if colour == "" {
		colour = "33"
	}
	return "\x1b[" + colour + "m" + verdict + "\x1b[0m"
}

// next is what has to be mended first, or, if nothing has, what can be made
// better.
func (s *sheet) next() (first problem, any bool) {
	for _, r := range s.rows {
		for _, p := range r.problems {
			if !any || p.before(first) {
				first, any = p, true
			}
		}
	}
	return first, any
}

// end prints the notes and what to do next. It reports whether every stage that
// was tried has passed.
func (s *sheet) end() (well bool) {
	well = true
	for _, r := range s.rows {
		if r.verdict() != "passed" {
			well = false
		}
		for _, n := range r.notes {
			first, rest, _ := strings.Cut(n, "\n")
			wrap(s.w, "\n"+stages[r.at].number+": ", "    ", first)
			if rest != "" {
				fmt.Fprintln(s.w, rest)
			}
		}
	}
	p, any := s.next()
	switch {
	case !any && well:
		fmt.Fprintln(s.w, "\nEvery stage is passed, and there is nothing to mend.")
	case p.grave:
		s.tell(fmt.Sprintf("The next thing to mend (stage %s)", stages[p.stage].number), p)
	case any:
		s.tell(fmt.Sprintf("No rule is broken; the next thing to make better (stage %s)", stages[p.stage].number), p)
	}
	return well
}

// tell prints a problem: in one sentence, and where it is taught.
func (s *sheet) tell(head string, p problem) {
	fmt.Fprintf(s.w, "\n%s\n", head)
	wrap(s.w, "    ", "    ", p.sentence())
	fmt.Fprintf(s.w, "    The lesson: %s/README.md\n", stages[p.stage].lesson)
	if p.exercise != "" {
		fmt.Fprintf(s.w, "    The exercise: exercises/%s\n", p.exercise)
	}
	if p.id != "" {
		fmt.Fprintf(s.w, "    The case: %s\n", p.id)
	}
}

// wrap prints a text in lines of at most 80 columns: the first begins with
// first, the others with next.
func wrap(w io.Writer, first, next, text string) {
	line, begun := first, false
	for _, word := range strings.Fields(text) {
		if begun && len([]rune(strings.TrimPrefix(line, "\n")))+1+len([]rune(word)) > 80 {
			fmt.Fprintln(w, line)
			line, begun = next, false
		}
		if begun {
			line += " "
		}
		line, begun = line+clip(word, 76), true
	}
	fmt.Fprintln(w, line)
}

// clip cuts s to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-3]) + "..."
	}
	return s
}
