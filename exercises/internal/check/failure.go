package check

import (
	"fmt"
	"strings"
)

// A Failure is what a learner needs to know of a case that fails. It is the
// value of the attribute "failure".
type Failure struct {
	Exercise string // the folder's name
	File     string // to edit
	Case     string // its name,
	Says     string // its sentence
	Section  string // and where the rule stands
	Call     string // what was called
	Got      string // what came
	Want     string // what was wanted
	Bytes    string // drawn, the wrong one marked
	Trace    string // of a panic: the lines of the learner
	Hung     bool   // it did not return
}

// Screen returns the failure as text of at most 80 columns, where what was called
// is that short, to be read in one go; again is the command that tries once more.
func (f *Failure) Screen(again string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", wrap(f.Says, "", 78))
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %-6s  %s\n", name, strings.ReplaceAll(value, "\n", "\n          "))
		}
	}
	row("call", f.Call)
	row("got", f.Got)
	row("want", f.Want)
	row("at", f.Trace)
	if f.Bytes != "" {
		fmt.Fprintf(&b, "\n%s\n\n", indent(strings.TrimRight(f.Bytes, "\n"), "  "))
	}
	row("rule", f.Section)
	row("case", f.Case)
	row("edit", "exercises/"+f.Exercise+"/"+f.File)
	row("again", again)
	return b.String()
}

// mark shows the bytes around the first that differs, and points at it.
func mark(got, want []byte) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	first := max(0, at-8)
	line := func(b []byte) string {
		if first >= len(b) {
			return "(ends)"
		}
		return fmt.Sprintf("% x", b[first:min(len(b), first+20)])
	}
	one := func(b []byte) string {
		if at >= len(b) {
			return "missing"
		}
		return fmt.Sprintf("%02x", b[at])
	}
	return fmt.Sprintf("from byte %d\ngot   %s\nwant  %s\n      %s^^ byte %d is %s, want %s; %d bytes came, %d wanted",
		first, line(got), line(want), strings.Repeat("   ", at-first), at, one(got), one(want), len(got), len(want))
}

// cut keeps a screen a screen.
func cut(b []byte) []byte { return b[:min(len(b), 64)] }

// show writes a value as Go does, and bytes in hex.
func show(v any) string {
	s := fmt.Sprintf("%+v", v)
	switch v := v.(type) {
	case nil:
		s = "nil"
	case string:
		s = fmt.Sprintf("%q", v)
	case []byte:
		s = fmt.Sprintf("% x", cut(v))
	case []string:
		s = fmt.Sprintf("%q", v)
	case byte:
		s = fmt.Sprintf("%#02x", v)
	}
	if len(s) > 300 {
		return s[:300] + "…"
	}
	return s
}

func indent(s, by string) string { return by + strings.ReplaceAll(s, "\n", "\n"+by) }

// wrap breaks s at spaces so that no line is longer than width, where it can.
func wrap(s, indent string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(s) {
		switch {
		case i == 0:
		case column+1+len([]rune(word)) > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteString(" ")
			column++
		}
		b.WriteString(word)
		column += len([]rune(word))
	}
	return b.String()
}
