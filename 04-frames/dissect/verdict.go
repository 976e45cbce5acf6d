package dissect

import (
	"errors"
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
)

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
	if p.broken(err) {
		return
	}
	have, header := uint64(len(p.b)), uint64(p.size)
	switch {
	case have < header:
		p.note("cut: " + count(header-have) + " of header, then the payload")
	case have-header < p.h.Length:
		p.note("cut: " + count(p.h.Length-(have-header)) + " of payload")
	case p.h.Opcode == frame.Close:
		p.close()
	}
}

// broken adds the rules that err, a *frame.Error, names. It reports whether
// there are any.
func (p *picture) broken(err error) bool {
	var broken *frame.Error
	if !errors.As(err, &broken) {
		return false
	}
	for _, breach := range broken.Broken {
		p.note("broken: " + breach.Text + " (§" + breach.Section + ")")
	}
	return true
}

func count(n uint64) string {
	if n == 1 {
		return "1 more byte"
	}
	return fmt.Sprintf("%d more bytes", n)
}

// close adds what the payload of a complete Close frame says.
func (p *picture) close() {
	code, reason, err := frame.ParseClose(p.plain(0, int(p.h.Length)))
	if p.broken(err) {
		return
	}
	p.note(fmt.Sprintf("close code %v, reason %q", code, reason))
}
