package picture

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// An area is a rectangle of a picture.
type area struct {
	x1, y1, x2, y2 float64
	what           string
}

func (a area) holds(b area) bool {
	return a.x1 <= b.x1 && b.x2 <= a.x2 && a.y1 <= b.y1 && b.y2 <= a.y2
}

func (a area) meets(b area) bool {
	return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
}

func (a area) String() string {
	return fmt.Sprintf("%s, x %.0f to %.0f, y %.0f to %.0f", a.what, a.x1, a.x2, a.y1, a.y2)
}

// No text leaves the box in which it begins, nor the picture, nor lies on another
// text, although fonts differ: a character is taken as 0.62 of its size, which no
// common monospace font exceeds.
func TestTextStaysInItsPlace(t *testing.T) {
	for _, p := range all(t) {
		root := parse(t, p)
		var view area
		if _, err := fmt.Sscan(root.get("viewBox"), &view.x1, &view.y1, &view.x2, &view.y2); err != nil {
			t.Fatalf("%s: viewBox %q: %v", p.Path, root.get("viewBox"), err)
		}
		if view.x2 > 760 {
			t.Errorf("%s is %.0f wide, at most 760 allowed", p.Path, view.x2)
		}
		view.what = "the picture"
		boxes := []area{view}
		var texts []area
		for _, n := range root.Nodes {
			switch n.XMLName.Local {
			case "rect":
				x, y := n.number(t, "x"), n.number(t, "y")
				boxes = append(boxes, area{x, y, x + n.number(t, "width"), y + n.number(t, "height"), "a box"})
			case "text":
				a, x := extent(t, n)
				texts = append(texts, a)
				if box := around(boxes, x, a.y2-4); !box.holds(a) {
					t.Errorf("%s: the text %v; its box is %v", p.Path, a, box)
				}
			}
		}
		for i, a := range texts {
			for _, b := range texts[:i] {
				if a.meets(b) {
					t.Errorf("%s: the text %v, lies on %v", p.Path, a, b)
				}
			}
		}
	}
}

// extent returns where a text may be, and the x from which it goes out.
func extent(t *testing.T, n node) (a area, x float64) {
	t.Helper()
	size, s := n.number(t, "font-size"), words(t, n.Inner)
	if size < 14 {
		t.Errorf("%q is of size %.0f: on a phone nobody can read that", s, size)
	}
	x, y := n.number(t, "x"), n.number(t, "y")
	wide := size * 0.62 * float64(utf8.RuneCountInString(s))
	a = area{x, y - 0.8*size, x + wide, y + 0.2*size, fmt.Sprintf("%q", s)}
	switch classes := strings.Fields(n.get("class")); {
	case slices.Contains(classes, "mid"):
		a.x1, a.x2 = x-wide/2, x+wide/2
	case slices.Contains(classes, "end"):
		a.x1, a.x2 = x-wide, x
	}
	return a, x
}

// words returns what is written in an element, whatever it is nested in.
func words(t *testing.T, inner string) string {
	t.Helper()
	var b strings.Builder
	for d := xml.NewDecoder(strings.NewReader(inner)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := token.(xml.CharData); ok {
			b.Write(c)
		}
	}
}

// around returns the smallest of boxes that holds a point.
func around(boxes []area, x, y float64) (best area) {
	best = boxes[0]
	for _, b := range boxes {
		if b.holds(area{x, y, x, y, ""}) && b.x2-b.x1 <= best.x2-best.x1 {
			best = b
		}
	}
	return best
}
