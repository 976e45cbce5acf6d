package picture

import (
	"context"
	"fmt"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// xor is the masking of "Hello" with the RFC's key, byte by byte.
func xor(context.Context) (Picture, error) {
	p := Picture{Path: "05-masking/xor.svg", Title: "Masking is XOR with a key that repeats"}
	h, _ := frame.Parse(sample)
	payload := []byte("Hello")
	masked := append([]byte(nil), payload...)
	mask.XOR(masked, h.Key, 0)
	repeated := make([]byte, len(payload))
	mask.XOR(repeated, h.Key, 0) // of zeros: the key itself
	p.About = fmt.Sprintf("The payload %q is % x. The key % x repeats below it: % x. XOR of the two is what is on the wire, % x. XOR of that with the key is the payload again.",
		payload, payload, h.Key, repeated, masked)

	var d drawing
	lines := []string{fmt.Sprintf("%-14s", "")}
	for i, c := range string(payload) {
		x := 94 + 89*i
		d.text(x+43, 76, 20, client, " mid bold", fmt.Sprintf("%q", c))
		d.text(x+43, 232, 14, key, " mid", fmt.Sprintf("key[%d]", i%4))
		lines[0] += fmt.Sprintf("   %-8s", fmt.Sprintf("%q", c))
	}
	for i, row := range []struct {
		name  string
		bytes []byte
		c     colour
		y     int
	}{
		{"payload", payload, client, 88},
		{"XOR key", repeated, key, 158},
		{"masked", masked, ink, 262},
	} {
		d.text(20, row.y+32, 15, row.c, " say bold", row.name)
		hex, binary := "", ""
		for j, b := range row.bytes {
			d.octet(94+89*j, row.y, b, row.c)
			hex += fmt.Sprintf("   %02x      ", b)
			binary += fmt.Sprintf(" %04b %04b ", b>>4, b&15)
		}
		lines = append(lines, fmt.Sprintf("%-14s%s", row.name, hex), fmt.Sprintf("%-14s%s", "", binary))
		if i < 2 {
			lines = append(lines, "")
		}
	}
	d.line(20, 248, 536, 248, ink, "")
	d.text(20, 352, 15, quiet, " say", "A masked bit is 1 where the two above it differ.")
	d.text(20, 376, 15, quiet, " say", "The same key a second time gives the payload back.")
	p.Text = text(lines...)
	return d.svg(p, 400), nil
}

// octet draws a byte, in hex and in bits.
func (d *drawing) octet(x, y int, b byte, c colour) {
	d.box(x, y, 86, 54, c)
	d.text(x+43, y+24, 18, c, " mid bold", fmt.Sprintf("%02x", b))
	d.text(x+43, y+45, 14, c, " mid", fmt.Sprintf("%04b %04b", b>>4, b&15))
}
