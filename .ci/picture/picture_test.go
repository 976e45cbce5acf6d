package picture

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"testing"
	"unicode/utf8"
)

func all(t *testing.T) []Picture {
	t.Helper()
	pictures, err := All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return pictures
}

func TestEveryPictureHasItsWords(t *testing.T) {
	ids := make(map[string]bool)
	for _, p := range all(t) {
		if _, err := os.Stat("../../" + path.Dir(p.Path)); err != nil {
			t.Errorf("%s: there is no such chapter: %v", p.Path, err)
		}
		if p.Title == "" || len(p.About) < 2*len(p.Title) || !strings.HasSuffix(p.About, ".") {
			t.Errorf("%s: title %q, about %q; want a title and sentences", p.Path, p.Title, p.About)
		}
		if !strings.HasSuffix(p.Text, "\n") {
			t.Errorf("%s: the text does not end its last line", p.Path)
		}
		for line := range strings.Lines(p.Text) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > 72 || strings.TrimRight(line, " ") != line {
				t.Errorf("%s: %q: %d columns, at most 72 and no blank at the end allowed", p.Path, line, n)
			}
		}
		root := parse(t, p)
		about := strings.Fields(root.get("aria-labelledby"))
		if root.get("role") != "img" || len(about) != 2 || root.Nodes[0].XMLName.Local != "title" || root.Nodes[1].XMLName.Local != "desc" {
			t.Fatalf("%s: want role img, labelled by title and desc, the first two children", p.Path)
		}
		for i, want := range []string{p.Title, p.About} {
			n := root.Nodes[i]
			if n.get("id") != about[i] || n.Text != want || ids[about[i]] {
				t.Errorf("%s: %s is %q with id %q; want %q, and the id %q used once", p.Path, n.XMLName.Local, n.Text, n.get("id"), want, about[i])
			}
			ids[about[i]] = true
		}
		if !strings.Contains(p.SVG, "@media (prefers-color-scheme:dark)") {
			t.Errorf("%s: has no colours for the dark", p.Path)
		}
	}
}

// What was drawn a minute ago is drawn so again.
func TestTwiceTheSame(t *testing.T) {
	first, second := all(t), all(t)
	for i, p := range first {
		for _, form := range [][2]string{{p.SVG, second[i].SVG}, {p.Text, second[i].Text}, {p.About, second[i].About}} {
			if form[0] != form[1] {
				t.Errorf("%s, drawn twice:\n%s\n%s", p.Path, form[0], form[1])
			}
		}
	}
}

func TestAllEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := All(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that is done: %v, want %v", err, context.Canceled)
	}
}

// A node is an element of an SVG.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
	Inner   string     `xml:",innerxml"`
}

func (n node) get(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) number(t *testing.T, name string) (f float64) {
	t.Helper()
	if _, err := fmt.Sscan(n.get(name), &f); err != nil {
		t.Fatalf("%s of <%s>: %v", name, n.XMLName.Local, err)
	}
	return f
}

func parse(t *testing.T, p Picture) (root node) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(p.SVG))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%s: %v", p.Path, err)
	}
	if _, err := d.Token(); err != nil && err != io.EOF {
		t.Fatalf("%s: behind its end: %v", p.Path, err)
	}
	return root
}
