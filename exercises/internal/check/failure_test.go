package check

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func plain(_, text string) string { return text }

// sizes checks that a screen fits, and returns its lines.
func sizes(t *testing.T, screen string, most int) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(screen, "\n"), "\n")
	if len(lines) > most {
		t.Errorf("%d lines, want %d at most:\n%s", len(lines), most, screen)
	}
	for _, line := range lines {
		if n := len([]rune(line)); n > columns {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	return lines
}

func TestALongPictureIsCutAndItsMarkIsNot(t *testing.T) {
	wrong := slices.Repeat([]byte{0x81, 0x00}, 200)
	f := &Failure{
		Exercise: "04z-sample", File: "sample.go", Case: "many", Says: strings.Repeat("a word and ", 12), Section: "RFC 6455 §5.2",
		Call: "Sample()", Got: "200 frames", Want: "199 frames", Bytes: mark(wrong, wrong[:398]) + strings.Repeat("\na line of the picture", 40),
	}
	lines := sizes(t, f.Draw(20, plain, Row{"again", "go test"}), 20)
	marked := slices.ContainsFunc(lines, func(s string) bool { return strings.HasSuffix(s, "^^ byte 398 is 81, want missing") })
	if !marked || !slices.Contains(lines, "  … go test ./exercises/04z-sample shows the rest") {
		t.Errorf("the mark, or where the rest is, is not told:\n%s", strings.Join(lines, "\n"))
	}
	if lines[len(lines)-1] != "  again   go test" {
		t.Errorf("the last line is %q", lines[len(lines)-1])
	}
	if whole := f.Screen("go test"); strings.Count(whole, "a line of the picture") != 40 {
		t.Errorf("without a bound, something is cut:\n%s", whole)
	}
}

func TestTheMarkStandsBelowTheWrongByte(t *testing.T) {
	const same = "the same, and long"
	for _, c := range []struct{ got, want, inGot, inWant string }{
		{"x", "y", "78", "79"}, {"", "y", "", "79"}, {"x", "", "78", ""},
		{same + "x", same + "y", "78", "79"}, {same, same + "y", "", "79"}, {same + "x", same, "78", ""}, {same + "x" + same, same + "y" + same, "78", "79"},
	} {
		lines := strings.Split(mark([]byte(c.got), []byte(c.want)), "\n")
		at := strings.Index(lines[3], "^^")
		above := func(line string) string {
			if strings.HasSuffix(line, "(ends)") || len(line) < at+2 {
				return ""
			}
			return line[at : at+2]
		}
		if got, want := above(lines[1]), above(lines[2]); got != c.inGot || want != c.inWant {
			t.Errorf("%q and %q: marked are %q and %q, want %q and %q:\n%s", c.got, c.want, got, want, c.inGot, c.inWant, strings.Join(lines, "\n"))
		}
		sizes(t, strings.Join(lines, "\n"), 4)
	}
}

func TestOfManyBytesThoseAroundTheWrongOneAreShown(t *testing.T) {
	for _, c := range []struct {
		length, at int
		want       string
	}{
		{0, 0, `no bytes`},
		{3, 3, `"aaa"`},
		{64, 63, `"` + strings.Repeat("a", 64) + `"`},
		{65, 63, `"` + strings.Repeat("a", 64) + `"…`},
		{100, 99, `from byte 67: "` + strings.Repeat("a", 33) + `"`},
		{200, 100, `from byte 68: "` + strings.Repeat("a", 64) + `"…`},
	} {
		if got := around("%q", []byte(strings.Repeat("a", c.length)), c.at); got != c.want {
			t.Errorf("%d bytes, byte %d: %s, want %s", c.length, c.at, got, c.want)
		}
	}
}

func TestBytesThatAreNoTextFitALine(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, c := range []struct {
		b    []byte
		at   int
		want string
	}{
		{nil, 0, "no bytes"},
		{every[:3], 3, "00 01 02"},
		{every, 0, "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f…"},
		{every, 254, "from byte 246: f6 f7 f8 f9 fa fb fc fd fe ff"},
		{every, 256, "from byte 248: f8 f9 fa fb fc fd fe ff"},
	} {
		if got := row(c.b, c.at); got != c.want || len(got) > columns-11 {
			t.Errorf("%d bytes, byte %d: %s, want %s", len(c.b), c.at, got, c.want)
		}
	}
	if isText(every) || isText([]byte{0xc3}) || !isText([]byte("Hello, é\r\n")) {
		t.Error("text is taken for bytes, or the other way round")
	}
}

func TestLongValuesAreFolded(t *testing.T) {
	f := &Failure{Says: "It says.", Call: strings.Repeat("word ", 40), Got: strings.Repeat("x", 1000), Want: "a\tb\x1b[31mc\nd\n"}
	lines := sizes(t, f.Screen("go test"), 24)
	for _, want := range []string{"  want    a b·[31mc", "          d"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in:\n%s", want, strings.Join(lines, "\n"))
		}
	}
	if n := strings.Count(strings.Join(lines, ""), "word"); n != 40 {
		t.Errorf("of 40 words %d are left:\n%s", n, strings.Join(lines, "\n"))
	}
	if n := strings.Count(strings.Join(lines, ""), "x"); n < 200 || n > 300 {
		t.Errorf("of 1000 letters %d are left", n)
	}
}

func TestFoldBreaksAtSpaces(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"twelve cols.", []string{"twelve cols."}},
		{"one two three four", []string{"one two", "three four"}},
		{"αβγδεζηθικλμνξ", []string{"αβγδεζηθικλμ", "νξ"}},
		{"a  b", []string{"a  b"}},
		{"one\n\ntwo", []string{"one", "", "two"}},
	} {
		if got := Fold(c.text, 12); !slices.Equal(got, c.want) {
			t.Errorf("Fold(%q, 12) is %q, want %q", c.text, got, c.want)
		}
	}
}

// go test -json makes no attribute of a line of 4096 bytes.
func TestAFailureFitsIntoAnAttribute(t *testing.T) {
	short := Failure{Says: "It says.", Got: "1", Want: "2", Bytes: "a picture"}
	if got := short.short(); !reflect.DeepEqual(got, short) {
		t.Errorf("a short one becomes %+v", got)
	}
	long := short
	long.Bytes = strings.Repeat("<< a line of a picture >>\n", 1000)
	if got := long.short(); got.Got != "1" || !strings.HasPrefix(long.Bytes, got.Bytes) || got.Bytes == "" || size(t, got) > attrLimit {
		t.Errorf("with a long picture it becomes %d bytes: %+v", size(t, got), got)
	}
	long.Got = strings.Repeat("é", 9000)
	if got := long.short(); !strings.HasPrefix(long.Got, got.Got) || len(got.Got) < 1000 || got.Says != "It says." || size(t, got) > attrLimit {
		t.Errorf("with a long value it becomes %d bytes: %+v", size(t, got), got)
	}
}

func size(t *testing.T, f Failure) int {
	t.Helper()
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return len(b)
}
