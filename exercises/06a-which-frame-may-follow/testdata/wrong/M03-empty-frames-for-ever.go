// This is what it looks like when maxFrames goes unused: empty continuations have
// no bytes that a limit could count, and come for ever.

package websocket

import "example/websocket/04-frames/frame"

type sequence struct {
	op   Opcode
	open bool
	size int64
}

func (s *sequence) Rules(r frame.Rules) frame.Rules {
	r.Place = frame.Between
	if s.open {
		r.Place, r.Had = frame.Inside, s.size
	}
	return r
}

func (s *sequence) Next(h frame.Header, _ int32) error {
	if h.Opcode.Control() {
		return nil
	}
	if h.Opcode.Data() {
		*s = sequence{op: h.Opcode}
	}
	s.open = !h.Fin
	s.size += int64(h.Length)
	return nil
}
