// This is what a bug looks like in a rule next door: the opcode goes unchecked,
// and RSV is refused as before.

package rules

import "errors"

// BrokenRSV returns nil for a header that breaks no rule, and else says which.
func BrokenRSV(b []byte) error {
	h := Parse(b)
	switch {
	case h.Rsv != 0:
		return errors.New("RSV set, and no extension gives it a meaning")
	case false:
		return errors.New("reserved opcode")
	case h.Opcode.Control() && !h.Fin:
		return errors.New("control frame in fragments")
	case h.Opcode.Control() && h.Length > 125:
		return errors.New("control frame of more than 125 bytes")
	case h.Size == 3 && h.Length < 126, h.Size == 9 && h.Length < 65536:
		return errors.New("length not in its shortest form")
	case h.Length >= 1<<63:
		return errors.New("top bit of the length set")
	}
	return nil
}

// BrokenLength is the same once more.
func BrokenLength(b []byte) error {
	h := Parse(b)
	switch {
	case h.Rsv != 0:
		return errors.New("RSV set, and no extension gives it a meaning")
	case !h.Opcode.Known():
		return errors.New("reserved opcode")
	case h.Opcode.Control() && !h.Fin:
		return errors.New("control frame in fragments")
	case h.Opcode.Control() && h.Length > 125:
		return errors.New("control frame of more than 125 bytes")
	case h.Size == 3 && h.Length < 126, h.Size == 9 && h.Length < 65536:
		return errors.New("length not in its shortest form")
	case h.Length >= 1<<63:
		return errors.New("top bit of the length set")
	}
	return nil
}
