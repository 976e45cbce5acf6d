package check

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
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
	Printed  bool   // the place stands in what the program has printed, if anywhere
}

// A Row is a named line of a screen.
type Row struct{ Name, Value string }

// A screen has this many columns, and one value at most so many of its lines.
const (
	columns = 80
	perRow  = 4
)

// Screen returns the failure as plain text of at most 80 columns, to be read in
// one go; again is the command that tries once more.
func (f *Failure) Screen(again string) string {
	plain := func(_, text string) string { return text }
	return f.Draw(0, plain, Row{"again", again})
}

// Draw is Screen in at most so many lines, where that can be done by cutting the
// picture (0: whatever it takes), with more rows at its foot. Paint may put
// colour on a piece of a line: it gets the name of the row and the text. Beside
// the rows there are "says", the sentence; "name", that of a row; "bytes", the
// picture, and "mark", the line of it that points at the wrong byte.
func (f *Failure) Draw(lines int, paint func(row, text string) string, foot ...Row) string {
	var head, picture, tail []string
	for _, line := range Fold(f.Says, columns-2) {
		head = append(head, paint("says", line))
	}
	head = append(head, "")
	for _, r := range []Row{{"call", f.Call}, {"got", f.Got}, {"want", f.Want}, {"at", f.Trace}} {
		head = append(head, r.Draw(paint)...)
	}
	for _, r := range append([]Row{{"rule", f.Section}, {"case", f.Case}, {"edit", "exercises/" + f.Exercise + "/" + f.File}}, foot...) {
		tail = append(tail, r.Draw(paint)...)
	}
	if f.Bytes != "" {
		picture = strings.Split(strings.TrimRight(f.Bytes, "\n"), "\n")
		if room := max(5, lines-len(head)-len(tail)-2); lines > 0 && len(picture) > room {
			picture = append(picture[:room-1], "… go test ./exercises/"+f.Exercise+" shows the rest")
		}
		for i, line := range picture {
			part := "bytes"
			if strings.Contains(line, "^^ ") {
				part = "mark"
			}
			picture[i] = strings.TrimRight("  "+paint(part, line), " ")
		}
		picture = append(append([]string{""}, picture...), "")
	}
	return strings.Join(append(append(head, picture...), tail...), "\n") + "\n"
}

// Draw returns the row's lines: the name before the first, the value folded. A
// row without a value has none.
func (r Row) Draw(paint func(row, text string) string) []string {
	if r.Value == "" {
		return nil
	}
	var lines []string
	name := r.Name
	for _, line := range Fold(strings.TrimRight(r.Value, "\n"), columns-11) {
		if len(lines) == perRow {
			lines[perRow-1] += paint(r.Name, "…")
			break
		}
		lines = append(lines, "  "+paint("name", fmt.Sprintf("%-6s", name))+"  "+paint(r.Name, line))
		name = ""
	}
	return lines
}

// attrLimit is how long the value of an attribute may be: of a line of 4096
// bytes or more, go test -json makes no attribute.
const attrLimit = 3500

// short returns a copy that fits into an attribute: the picture is cut, and if
// that is not enough, whatever is longest.
func (f Failure) short() Failure {
	for {
		b, err := json.Marshal(f)
		if err != nil || len(b) <= attrLimit {
			return f
		}
		longest := &f.Bytes
		if *longest == "" {
			for _, s := range []*string{&f.Call, &f.Got, &f.Want, &f.Trace} {
				if len(*s) > len(*longest) {
					longest = s
				}
			}
		}
		*longest = strings.ToValidUTF8((*longest)[:len(*longest)*3/4], "")
	}
}

// Fold breaks s into lines of at most width letters, at a space where there is
// one. What could upset a terminal is shown as a dot.
func Fold(s string, width int) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.Map(printable, s), "\n") {
		letters := []rune(strings.TrimRight(line, " "))
		for len(letters) > width {
			at := width
			for i := width; i > width/2; i-- {
				if letters[i] == ' ' {
					at = i
					break
				}
			}
			lines = append(lines, strings.TrimRight(string(letters[:at]), " "))
			letters = []rune(strings.TrimLeft(string(letters[at:]), " "))
		}
		lines = append(lines, string(letters))
	}
	return lines
}

func printable(r rune) rune {
	switch {
	case r == '\n' || unicode.IsPrint(r):
		return r
	case r == '\t':
		return ' '
	}
	return '·'
}

// mark shows the bytes around the first that differs, and points at it.
func mark(got, want []byte) string {
	at := differ(got, want)
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
	return fmt.Sprintf("%d bytes came, %d wanted; from byte %d:\ngot   %s\nwant  %s\n      %s^^ byte %d is %s, want %s",
		len(got), len(want), first, line(got), line(want), strings.Repeat("   ", at-first), at, one(got), one(want))
}

// differ returns the index of the first byte that differs.
func differ(a, b []byte) int {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	return at
}

// around shows bytes by the given verb: of many 64, and so that the byte at is among
// them.
func around(verb string, b []byte, at int) string {
	if len(b) == 0 {
		return nothing
	}
	first := 0
	if at >= 64 {
		first = at - 32
	}
	s := fmt.Sprintf(verb, cut(b[first:]))
	if first > 0 {
		s = fmt.Sprintf("from byte %d: %s", first, s)
	}
	if len(b) > first+64 {
		s += "…"
	}
	return s
}

// row shows in hex what fits on a line of the bytes around the one at that index.
func row(b []byte, at int) string {
	first := max(0, min(at, len(b))-8)
	if first == len(b) {
		return nothing
	}
	s := fmt.Sprintf("% x", b[first:min(len(b), first+16)])
	if first > 0 {
		s = fmt.Sprintf("from byte %d: %s", first, s)
	}
	if len(b) > first+16 {
		s += "…"
	}
	return s
}

// isText reports whether b is letters and lines.
func isText(b []byte) bool {
	return utf8.Valid(b) && !strings.ContainsFunc(string(b), func(r rune) bool { return !unicode.IsPrint(r) && !unicode.IsSpace(r) })
}

// nothing stands where there are no bytes to show.
const nothing = "no bytes"

// Hex shows bytes in hex, of many the first 64.
func Hex(b []byte) string { return around("% x", b, 0) }

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
		s = Hex(v)
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
