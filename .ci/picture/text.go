package picture

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// boxed draws a box around lines, as wide as the longest.
func boxed(lines ...string) []string {
	wide := 0
	for _, line := range lines {
		wide = max(wide, utf8.RuneCountInString(line))
	}
	rule := strings.Repeat("─", wide+2)
	out := []string{"┌" + rule + "┐"}
	for _, line := range lines {
		out = append(out, fmt.Sprintf("│ %-*s │", wide, line))
	}
	return append(out, "└"+rule+"┘")
}

// wrapped breaks s at blanks into lines of at most wide characters.
func wrapped(s string, wide int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line+" "+word) > wide {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// text joins lines and leaves no blanks at their ends.
func text(lines ...string) string {
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}
