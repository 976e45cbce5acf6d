package conformance

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// guessable is about masking keys that are fresh, and can be guessed all the same
// (RFC 6455 §5.3, §10.3). Its place is at the end of a run, when many
// connections have been seen.
func guessable() (cases []Case) {
	for _, l := range looks {
		cases = append(cases, Case{ID: l.id, Title: l.title, Side: Clients, Steps: []Step{l.step(), goodbye()}})
	}
	first := Step{"expect a masking key with which no other connection began", func(p *Peer) error {
		if p.maskOld > 0 {
			return failed("a key that nobody can foretell", fmt.Sprintf("%d other connections began with the same one", p.maskOld))
		}
		return nil
	}}
	return append(cases, Case{ID: "5.3/first-key-of-each-connection", Title: "connections do not begin with the same masking key", Side: Clients,
		Steps: []Step{send(text("Hello")), expect(text("Hello")), first, goodbye()}})
}

// A look is one way in which masking keys can be weak: problem says what is
// wrong with those of 64 frames.
type look struct {
	id, title string
	problem   func(keys [][4]byte) string
}

var looks = []look{
	{"5.3/key-random-in-each-byte", "each of a masking key's four bytes varies", func(keys [][4]byte) string {
		for i := range 4 {
			values := make(map[byte]bool)
			for _, key := range keys {
				values[key[i]] = true
			}
			if len(values) < 16 { // fair keys show 57 or so
				return fmt.Sprintf("byte %d of the key had %d values in %d frames", i, len(values), len(keys))
			}
		}
		return ""
	}},
	{"5.3/key-no-counter", "a masking key does not follow from the one before it", func(keys [][4]byte) string {
		for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
			steps := make(map[uint32]int)
			for i, key := range keys[1:] {
				step := order.Uint32(key[:]) - order.Uint32(keys[i][:])
				if steps[step]++; steps[step] > len(keys)/2 {
					return fmt.Sprintf("most keys are the one before and %#x", step)
				}
			}
		}
		return ""
	}},
}

// step has the client echo 64 messages, and looks at the keys.
func (l look) step() Step {
	const expected = "keys that nobody can foretell"
	return Step{"64 times: send text \"Hello\", expect text \"Hello\"; look at the masking keys", func(p *Peer) error {
		var keys [][4]byte
		for range 64 {
			p.send([]draft{text("Hello")}, 0, 0)
			for echo := ""; echo != "Hello"; { // in however many frames
				f, err := p.event()
				if echo += string(f.payload); err != nil || f.Opcode.Control() || !strings.HasPrefix("Hello", echo) {
					return p.unexpected("text \"Hello\"", f, err)
				}
				keys = append(keys, f.Key)
			}
		}
		if s := l.problem(keys); s != "" {
			return failed(expected, s)
		}
		return nil
	}}
}
