// Package picture draws the pictures of the lessons and of the README, so that nobody has to: what they
// show are real runs over loopback, and what the chapters' own packages make of
// bytes. Each picture has a text form for those who do not see it.
//
// Read this file first. Second reading: svg.go and text.go (the two ways to
// draw), wire.go (sockets), and the pictures, a file each.
package picture

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// A Picture is one of the lessons' pictures.
type Picture struct {
	Path  string // of the SVG, from the root: "04-frames/frame.svg"
	Title string // short
	About string // what it shows, in a sentence or two: the text alternative
	Text  string // the same as plain text, at most 72 columns wide
	SVG   string
}

// All draws them, each from a run of its own, in the order of the chapters.
func All(ctx context.Context) ([]Picture, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var pictures []Picture
	for _, draw := range []func(context.Context) (Picture, error){
		staircase, fourTuple, stream, opening, oneFrame, xor, poisoned, life,
	} {
		p, err := draw(ctx)
		if ctx.Err() != nil {
			err = ctx.Err() // the real reason of whatever failed
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Path, err)
		}
		pictures = append(pictures, p)
	}
	return pictures, nil
}

// address is one of this machine's, with the blanks that fill its place.
var address = regexp.MustCompile(`127\.0\.0\.1:\d+ *`)

// Same reports whether two forms of a picture differ at most in the ports,
// which the system picks anew for each run. Where one has the same port twice,
// the other has to have it twice.
func Same(a, b string) bool { return numbered(a) == numbered(b) }

// numbered puts a number for each address: 1 for the first, the same for the same.
func numbered(s string) string {
	seen := make(map[string]int)
	return address.ReplaceAllStringFunc(s, func(a string) string {
		a = strings.TrimRight(a, " ")
		if seen[a] == 0 {
			seen[a] = len(seen) + 1
		}
		return fmt.Sprintf("address %d", seen[a])
	})
}
