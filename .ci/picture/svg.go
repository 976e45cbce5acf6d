package picture

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"
)

// width is that of every picture: a phone shows it at two thirds of its size,
// at which the smallest text can still be read.
const width = 560

// A colour is a class of the style sheet. The same thing has the same colour in
// all pictures.
type colour string

const (
	ink    colour = "ink"
	quiet  colour = "quiet"  // what is beside the point
	client colour = "client" // and all that it sends
	server colour = "server"
	key    colour = "key" // the masking key
	wrong  colour = "wrong"
)

// style makes each class set --c, in which everything is drawn. The background
// is the picture's own: it may stand on a page of the other scheme.
const style = `
.card{--c:#d0d7de;fill:#fff;stroke:var(--c)}
.ink{--c:#1f2328}.quiet{--c:#59636e}.client{--c:#0b57d0}.server{--c:#146c2e}.key{--c:#a34c00}.wrong{--c:#c5221f}
@media (prefers-color-scheme:dark){
.card{--c:#3d444d;fill:#0d1117}
.ink{--c:#e6edf3}.quiet{--c:#9da7b1}.client{--c:#8ab4f8}.server{--c:#81c995}.key{--c:#ffb366}.wrong{--c:#ff8f87}}
text{fill:var(--c);font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre}
.say{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.bold{font-weight:600}.end{text-anchor:end}.mid{text-anchor:middle}
.box{fill:var(--c);fill-opacity:.09;stroke:var(--c);stroke-width:1.5}
.bar{fill:var(--c)}.faint{fill-opacity:.3}
.line{stroke:var(--c);stroke-width:1.5;fill:none}.dash{stroke-dasharray:3 4}
`

// A drawing is an SVG under way. Coordinates are pixels from the top left; a
// text's is its baseline.
type drawing struct {
	b strings.Builder
}

// box draws a rectangle with a faint filling.
func (d *drawing) box(x, y, w, h int, c colour) {
	fmt.Fprintf(&d.b, "<rect class=\"box %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\"/>\n", c, x, y, w, h)
}

// bar draws a filled rectangle.
func (d *drawing) bar(x, y, w, h int, c colour, more string) {
	fmt.Fprintf(&d.b, "<rect class=\"bar %s%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", c, more, x, y, w, h)
}

// text draws s. More are further classes, each after a blank: " say" for words
// (else it is monospace), " bold", and " mid" or " end" if x is not the start.
func (d *drawing) text(x, y, size int, c colour, more, s string) {
	fmt.Fprintf(&d.b, "<text class=\"%s%s\" x=\"%d\" y=\"%d\" font-size=\"%d\">%s</text>\n", c, more, x, y, size, escape(s))
}

// phrase draws text with a bold part in the middle.
func (d *drawing) phrase(x, y, size int, c colour, before, bold, after string) {
	fmt.Fprintf(&d.b, "<text class=\"%s\" x=\"%d\" y=\"%d\" font-size=\"%d\">%s<tspan class=\"bold\">%s</tspan>%s</text>\n",
		c, x, y, size, escape(before), escape(bold), escape(after))
}

// line draws a line; dashed, if more is " dash".
func (d *drawing) line(x1, y1, x2, y2 int, c colour, more string) {
	fmt.Fprintf(&d.b, "<path class=\"line %s%s\" d=\"M%d %dL%d %d\"/>\n", c, more, x1, y1, x2, y2)
}

// arrow draws a horizontal arrow, with its head at to.
func (d *drawing) arrow(from, to, y int, c colour) {
	back := -8
	if to < from {
		back = 8
	}
	d.line(from, y, to+back, y, c, "")
	fmt.Fprintf(&d.b, "<path class=\"bar %s\" d=\"M%d %dl%d -5v10z\"/>\n", c, to, y, back)
}

// brace draws a bracket from x1 to x2 at y, whose ends point up (tip < 0) or
// down.
func (d *drawing) brace(x1, x2, y, tip int, c colour) {
	fmt.Fprintf(&d.b, "<path class=\"line %s\" d=\"M%d %dv%dH%dv%d\"/>\n", c, x1+2, y+tip, -tip, x2-2, tip)
}

// svg completes p with what was drawn on a card of that height, under its title.
func (d *drawing) svg(p Picture, height int) Picture {
	name := strings.TrimSuffix(path.Base(p.Path), ".svg")
	p.SVG = fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-labelledby="%[3]s-title %[3]s-about">
<title id="%[3]s-title">%[4]s</title>
<desc id="%[3]s-about">%[5]s</desc>
<style>%[6]s</style>
<rect class="card" x="1" y="1" width="%[7]d" height="%[8]d" rx="8"/>
<text class="ink say bold" x="20" y="36" font-size="19">%[4]s</text>
%[9]s</svg>
`, width, height, name, escape(p.Title), escape(p.About), style, width-2, height-2, d.b.String())
	return p
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}
