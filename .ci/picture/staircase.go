package picture

import (
	"context"
	"fmt"
	"strings"
)

// steps are the chapters, the lowest first, and what each adds.
var steps = [...][2]string{
	{"01 raw socket", "two address pairs, and a stream of bytes"},
	{"02 TCP echo", "everybody at once, and no last words lost"},
	{"03 HTTP upgrade", "the only moment of HTTP"},
	{"04 frames", "where a message ends, and what it is"},
	{"05 masking", "a page does not choose the bytes on the wire"},
	{"06 full WebSocket", "messages, pings, goodbyes; both sides"},
}

// staircase is the repository: each chapter stands on those below it.
func staircase(context.Context) (Picture, error) {
	p := Picture{
		Path:  ".ci/picture/staircase.svg",
		Title: "Six chapters, each on the ones below it",
		About: "A staircase. From the lowest step up:",
	}
	var d drawing
	var lines []string
	for i, s := range steps {
		x, y := 20+30*i, 56+50*(len(steps)-1-i)
		c := ink
		if i == len(steps)-1 {
			c = server
		}
		d.box(x, y, 540-x, 44, c)
		d.text(x+12, y+18, 15, c, " say bold", s[0])
		d.text(x+12, y+36, 14, quiet, " say", s[1])
		p.About += fmt.Sprintf(" %s, %s;", s[0], s[1])

		indent := strings.Repeat(" ", 6*i)
		edge := "┌─────┘" // the next step's foot stands on this one's end
		if i == len(steps)-1 {
			edge = "┌" + strings.Repeat("─", 35)
		}
		lines = append([]string{indent + edge, indent + "│ " + s[0], indent + "│ " + s[1]}, lines...)
	}
	p.About = strings.TrimSuffix(p.About, ";") + "."
	p.Text = text(lines...)
	return d.svg(p, 56+50*len(steps)+10), nil
}
