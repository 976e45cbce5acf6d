package picture

import (
	"context"
	"fmt"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// sample is the RFC's masked "Hello" (RFC 6455 §5.7).
var sample = []byte{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58}

// A field is some bits of a byte, or some bytes of a frame.
type field struct {
	from, to int // to is the first behind it
	name     string
	colour   colour
}

// oneFrame is a frame to the bit.
func oneFrame(context.Context) (Picture, error) {
	p := Picture{Path: "04-frames/frame.svg", Title: "A frame, to the bit"}
	h, size := frame.Parse(sample)
	payload := append([]byte(nil), sample[size:]...)
	mask.XOR(payload, h.Key, 0)
	p.About = fmt.Sprintf("The frame % x. Its first byte is FIN %d, three RSV bits %03b, opcode %x: %v. The second is MASK %d and length %d. The masking key % x follows, then the payload % x, which unmasked is %q.",
		sample, bit(h.Fin), h.Rsv, byte(h.Opcode), h.Opcode, bit(h.Masked), h.Length, h.Key, sample[size:], payload)

	var d drawing
	for i, b := range sample {
		c := client
		switch {
		case i < 2:
			c = ink
		case i < size:
			c = key
		}
		d.box(20+47*i, 60, 46, 36, c)
		d.text(43+47*i, 84, 17, c, " mid bold", fmt.Sprintf("%02x", b))
	}
	d.brace(20, 113, 106, -8, ink)
	d.text(67, 126, 14, ink, " say mid", "two bytes")
	d.brace(114, 113+47*4, 106, -8, key)
	d.text(114+47*2, 126, 14, key, " say mid", "masking key")
	d.brace(20+47*size, 19+47*len(sample), 106, -8, client)
	d.text(19+47*(size+len(sample))/2, 126, 14, client, " say mid", "payload, masked")

	d.bits(158, sample[0], []field{
		{0, 1, "FIN", ink}, {1, 2, "RSV1", quiet}, {2, 3, "RSV2", quiet}, {3, 4, "RSV3", quiet},
		{4, 8, fmt.Sprintf("opcode %x: %v", byte(h.Opcode), h.Opcode), ink},
	})
	d.bits(266, sample[1], []field{
		{0, 1, "MASK", key},
		{1, 8, fmt.Sprintf("length %d: bytes of payload", h.Length), client},
	})
	d.text(20, 388, 15, ink, " say", "FIN 1: its message ends here. RSV 0: no extension.")
	d.text(20, 412, 15, key, " say", "MASK 1: a key follows, as from every client.")
	d.text(20, 436, 15, client, " say", fmt.Sprintf("The payload, unmasked, is %q.", payload))
	p.Text = dissect.Frame(sample)
	return d.svg(p, 460), nil
}

// bits draws a byte, each bit in its cell, over the names of its fields.
func (d *drawing) bits(y int, b byte, fields []field) {
	const left, cell = 64, 59
	d.text(20, y+32, 19, ink, " bold", fmt.Sprintf("%02x", b))
	for _, f := range fields {
		for i := f.from; i < f.to; i++ {
			d.box(left+cell*i, y, cell-3, 48, f.colour)
			d.text(left+cell*i+cell/2-1, y+32, 22, f.colour, " mid bold", fmt.Sprint(b>>(7-i)&1))
		}
		if f.to > f.from+1 {
			d.brace(left+cell*f.from, left+cell*f.to-3, y+60, -8, f.colour)
		}
		d.text(left+cell*(f.from+f.to)/2-1, y+80, 14, f.colour, " mid", f.name)
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
