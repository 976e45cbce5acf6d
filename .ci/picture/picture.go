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
