package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mistakes are what learners do, and the chapters that teach better.
var mistakes = []struct{ number, what, taught string }{
	{"M01", "one Read is taken for one message, frame or handshake", "01 02 04"},
	{"M02", "bytes that come with the handshake are lost", "03"},
	{"M03", "no limit: as much is allocated as a stranger announces", "04 06"},
	{"M04", "unmasked frames of clients are accepted, or crash the server", "05"},
	{"M05", "the masking key begins anew with each piece", "05"},
	{"M06", "a control frame between fragments joins the message, or ends it", "06"},
	{"M07", "a ping is answered with anything but its pong", "06"},
	{"M08", "a Close is answered wrongly, twice, or not at all", "06"},
	{"M09", "names of header fields are compared with regard to case", "03"},
	{"M10", "Connection has to be the one word Upgrade", "03"},
	{"M11", "the GUID is copied wrongly", "03"},
	{"M12", "the wrong bytes of key or digest are encoded", "03"},
	{"M13", "the header ends where a Read ends", "03"},
	{"M14", "the last header field is lost", "03"},
	{"M15", "lines end with something else than CR LF", "03"},
	{"M16", "what was written stays in a buffer", "03 04"},
	{"M17", "the longer forms of a length are read or written wrongly", "04"},
	{"M18", "the length has no marker, or counts letters", "04"},
	{"M19", "MASK or FIN is taken from the wrong place, or the wrong way round", "04"},
	{"M20", "frames in one chunk are lost, or parsed again and again", "04"},
	{"M21", "every handshake is accepted", "03"},
	{"M22", "something in the accept loop waits for one client", "02 03"},
	{"M23", "the end of a connection, or an error of Accept, is not dealt with", "02"},
	{"M24", "one connection's variables serve all", "02"},
	{"M25", "two writers at once, in the middle of a frame or of the handshake", "06"},
	{"M26", "UTF-8 is not checked, or not across fragments", "06"},
	{"M27", "Origin is not checked", "03"},
	{"M28", "masking keys can be guessed", "05"},
	{"M29", "a socket with unread input is closed, and the Close is lost", "06"},
	{"M30", "the refusal itself panics: nobody has ever run it", "03 04 05 06"},
	{"M31", "every chunk is asked whether it is a handshake", "04"},
	{"M32", "frames of an old draft: 00, text, ff", "04"},
}

// Each mistake is caught in every chapter that teaches it, by a wrong solution of
// an exercise there, which TestWrongSolutionsFailAndAreToldApart proves to fail, or
// planted in the chapter's own code. What is caught only later than it is taught is
// a failure.
func TestEachMistakeIsCaughtWhereItIsTaught(t *testing.T) {
	if *only != "" {
		t.Skip("-only")
	}
	root, all := load(t)
	caught := caughtByChapters(t, root)
	for _, e := range all {
		for _, w := range e.Wrong {
			if m := w.Mistake(); m != "" {
				caught[m] = append(caught[m], e.Name[:2]+" "+e.Name+" "+w.Name)
			}
		}
	}
	var table strings.Builder
	table.WriteString(matrixHead)
	for _, m := range mistakes {
		chapters := strings.Fields(m.taught)
		fmt.Fprintf(&table, "| %s | %s | ", m.number, m.what)
		for i, chapter := range chapters {
			by := catchers(caught[m.number], chapter)
			if by == "" {
				t.Errorf("%s, %s, is taught in chapter %s and not caught there; caught it is by %q", m.number, m.what, chapter, caught[m.number])
			}
			if i > 0 {
				table.WriteString("; ")
			}
			fmt.Fprintf(&table, "**%s** %s", chapter, by)
		}
		table.WriteString(" |\n")
		delete(caught, m.number)
	}
	for number := range caught {
		t.Errorf("%s is in no list of mistakes", number)
	}
	t.Logf("\n%s", &table)
	name := filepath.Join(root, "exercises", "internal", "proof", "MATRIX.md")
	was, err := os.ReadFile(name)
	if !*update && (err != nil || string(was) != table.String()) {
		t.Errorf("MATRIX.md is stale (%v): go test ./exercises/internal/proof -update", err)
	}
	if *update {
		if err := os.WriteFile(name, []byte(table.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const matrixHead = `# Which test catches which mistake

Each of these mistakes is planted, and caught in every chapter that teaches better:
as a wrong solution that an exercise rejects, or in the chapter's own code, where
its tests find it. A program makes this table, and a test holds it
(` + "`TestEachMistakeIsCaughtWhereItIsTaught`" + `).

| | the mistake | is caught in chapter, by |
|---|---|---|
`

// catchers lists who catches a mistake in a chapter: exercises, with how many wrong
// solutions each has, and tests.
func catchers(caught []string, chapter string) string {
	var names []string
	count := make(map[string]int)
	for _, c := range caught {
		f := strings.Fields(c)
		if f[0] != chapter {
			continue
		}
		name := f[1]
		if strings.Contains(f[2], "Test") {
			name = "`" + f[2] + "`"
		}
		if count[name]++; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i, name := range names {
		if n := count[name]; n > 1 {
			names[i] = fmt.Sprintf("%s (%d)", name, n)
		}
	}
	return strings.Join(names, ", ")
}
