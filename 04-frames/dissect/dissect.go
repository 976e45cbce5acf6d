// Package dissect draws the bytes of a frame: a row for each field, under the
// bytes that hold it. The lessons, the programs and the tests all use it.
//
//	81 05 48 65 6c 6c 6f
//	1... ....               FIN   1: the last frame of its message
//	.000 ....               RSV   0
//	.... 0001               OP    1: text
//	   0... ....            MASK  0: not masked
//	   .000 0101            LEN   5
//	      48 65 6c 6c 6f    "Hello"
//
// Read this file first. Second reading: rows.go (the layout of a row) and
// compare.go (two streams side by side, for tests).
package dissect

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
)

// Frame draws the frame at the beginning of b, with a masked payload also as
// it is without the mask. The bytes may be cut off anywhere, and may break any
// rule: the picture says so. No line is wider than 80 columns.
func Frame(b []byte) string { return draw(b, true) }

// Wire draws what Frame draws, with the payload only as it is on the wire:
// what somebody sees who does not know about masks.
func Wire(b []byte) string { return draw(b, false) }

// Frames draws all frames in b, one after the other.
func Frames(b []byte) string {
	var pictures []string
	for len(b) > 0 {
		pictures = append(pictures, Frame(b))
		h, size := frame.Parse(b)
		b = b[min(uint64(len(b)), uint64(size)+min(h.Length, uint64(len(b)))):]
	}
	return strings.Join(pictures, "\n")
}

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

var (
	finText  = map[bool]string{true: "1: last of its message", false: "0: more will follow"}
	maskText = map[bool]string{true: "1: masked", false: "0: not masked"}
)

func rsvText(rsv byte) string {
	var set []string
	for i, bit := range []byte{4, 2, 1} {
		if rsv&bit != 0 {
			set = append(set, fmt.Sprintf("RSV%d", i+1))
		}
	}
	return strings.TrimSuffix(fmt.Sprintf("%d: %s", rsv, strings.Join(set, ", ")), ": ")
}

// verdict adds what is missing, and which rules the frame breaks that hold for
// every frame, whoever sends it.
func (p *picture) verdict() {
	if len(p.b) < 2 {
		p.note("cut: a header has two bytes at least")
		return
	}
	_, _, err := frame.Check(p.b, frame.Rules{Limit: -1})
	var broken *frame.Error
	if errors.As(err, &broken) {
		for _, breach := range broken.Broken {
			p.note("broken: " + breach.Text + " (§" + breach.Section + ")")
		}
		return
	}
	if missing := uint64(p.size) + p.h.Length; len(p.b) < p.size {
		p.note(fmt.Sprintf("cut: %d more bytes of header, then the payload", p.size-len(p.b)))
	} else if missing -= uint64(len(p.b)); uint64(len(p.b)) < uint64(p.size)+p.h.Length {
		p.note(fmt.Sprintf("cut: %d more bytes of payload", missing))
	} else if p.h.Opcode == frame.Close {
		p.close()
	}
}

// close adds what the payload of a complete Close frame says.
func (p *picture) close() {
	payload := bytes.Clone(p.b[p.size : p.size+int(p.h.Length)])
	if p.h.Masked {
		for i := range payload {
			payload[i] ^= p.h.Key[i%4]
		}
	}
	code, reason, err := frame.ParseClose(payload)
	var broken *frame.Error
	if errors.As(err, &broken) {
		p.note("broken: " + broken.Broken[0].Text + " (§" + broken.Broken[0].Section + ")")
		return
	}
	p.note(fmt.Sprintf("close code %v, reason %q", code, reason))
}
