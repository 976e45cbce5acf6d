package picture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The stream's bytes stand in cells of this width, the first of them at left.
const left, cell = 27, 46

// stream is three writes, and the reads that they come in.
func stream(ctx context.Context) (Picture, error) {
	p := Picture{Path: "02-tcp-echo/stream.svg", Title: "A stream has no messages"}
	writes := []string{"one", "two", "three"}
	const buffer = 4
	reads, err := passed(ctx, writes, buffer)
	if err != nil {
		return p, err
	}
	p.About = fmt.Sprintf("A client writes %s. In the stream they are %d bytes without a border. A server with a buffer of %d bytes reads %s, and then the end: no read is a write.",
		listed(writes), len(strings.Join(writes, "")), buffer, listed(reads))

	const top = 142
	var d drawing
	d.text(20, 74, 15, client, " say bold", "what the client wrote")
	d.cuts(writes, top, -1, client)
	for i, c := range strings.Join(writes, "") {
		d.box(left+cell*i, top, cell, 52, quiet)
		d.text(left+cell*i+cell/2, top+34, 22, ink, " mid", string(c))
	}
	d.cuts(reads, top+52, 1, server)
	d.text(20, 268, 15, server, " say bold", fmt.Sprintf("what the server read, at most %d bytes each time", buffer))

	d.text(20, 296, 15, quiet, " say", "The order of the bytes is kept, their borders are not.")
	p.Text = text(
		"what the client wrote",
		"", outlined(writes, "┌┐"),
		" "+strings.Join(strings.Split(strings.Join(writes, ""), ""), "   "),
		outlined(reads, "└┘"), "",
		fmt.Sprintf("what the server read, at most %d bytes each time", buffer),
	)
	return d.svg(p, 320), nil
}

// passed writes each of writes to a real connection, and returns what reads of
// size bytes bring at the other end.
func passed(ctx context.Context, writes []string, size int) (reads []string, err error) {
	l, err := listen(ctx)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	near, far, done, err := connect(ctx, l)
	if err != nil {
		return nil, err
	}
	defer done()
	for _, s := range writes {
		if _, err := near.Write([]byte(s)); err != nil {
			return nil, err
		}
	}
	// With a linger time Close returns when the other end's system has it all.
	if err := errors.Join(near.SetLinger(10), near.Close()); err != nil {
		return nil, err
	}
	for b := make([]byte, size); ; {
		n, err := far.Read(b)
		if err == io.EOF {
			return reads, nil
		}
		if err != nil {
			return nil, err
		}
		reads = append(reads, string(b[:n]))
	}
}

// cuts draws above (side -1) or below (1) the stream's edge at y what pieces it
// was cut into there.
func (d *drawing) cuts(pieces []string, y, side int, c colour) {
	x := left
	for _, s := range pieces {
		w := cell * len(s)
		d.brace(x+1, x+w-1, y+20*side, -16*side, c)
		d.text(x+w/2, y+37*side+5, 16, c, " mid bold", fmt.Sprintf("%q", s))
		x += w
	}
}

// outlined draws a border of the stream: each byte takes four columns.
func outlined(pieces []string, corners string) string {
	corner := []rune(corners)
	var b strings.Builder
	for _, s := range pieces {
		n := 4*len(s) - 3 // between the corners
		label := fmt.Sprintf(" %q ", s)
		before := (n - len(label)) / 2
		b.WriteRune(corner[0])
		b.WriteString(strings.Repeat("─", before) + label + strings.Repeat("─", n-len(label)-before))
		b.WriteRune(corner[1])
		b.WriteByte(' ')
	}
	return b.String()
}

// listed is "one", "two" and "three".
func listed(pieces []string) string {
	var b strings.Builder
	for i, s := range pieces {
		switch {
		case i > 0 && i == len(pieces)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", s)
	}
	return b.String()
}
