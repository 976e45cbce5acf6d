// Package dissect draws the bytes of a frame: a row for each field, under the
// bytes that hold it. The lessons, the programs and the tests all use it.
//
//	81 05 48 65 6c 6c 6f
//	1... ....               FIN   1: last of its message
//	.000 ....               RSV   0
//	.... 0001               OP    1: text
//	   0... ....            MASK  0: not masked
//	   .000 0101            LEN   5
//	      48 65 6c 6c 6f    "Hello"
//
// Read this file first. Second reading: rows.go (the layout of a row),
// verdict.go (what is missing or broken), stream.go (several frames) and
// compare.go (two streams side by side, for tests).
package dissect

import (
	"fmt"

	"example/websocket/04-frames/frame"
)

// Frame draws the frame at the beginning of b, with a masked payload also as
// it is without the mask. The bytes may be cut off anywhere, and may break any
// rule: the picture says so. No line is wider than 80 columns.
func Frame(b []byte) string { return draw(b, true) }

// Wire draws what Frame draws, with the payload only as it is on the wire:
// what somebody sees who does not know about masks.
func Wire(b []byte) string { return draw(b, false) }

func draw(b []byte, unmask bool) string {
	h, size := frame.Parse(b)
	p := newPicture(b, h, size)
	p.bytes()
	if len(b) >= 1 {
		p.bits(0, 0x80, "FIN", finText[h.Fin])
		p.bits(0, 0x70, "RSV", rsvText(h.Rsv))
		p.bits(0, 0x0f, "OP", fmt.Sprintf("%x: %v", byte(h.Opcode), h.Opcode))
	}
	if len(b) >= 2 {
		p.bits(1, 0x80, "MASK", maskText[h.Masked])
		p.length(b[1] & 0x7f)
		if h.Masked {
			p.field(size-4, 4, "KEY", "")
		}
		p.payload(unmask)
	}
	p.verdict()
	return p.String()
}
