// This is what it looks like when the bytes are never set back to zero: the
// second message pays for the first.

package websocket

import (
	"fmt"

	"example/websocket/04-frames/frame"
)

type sequence struct {
	op     Opcode
	open   bool
	frames int32
	size   int64
}

func (s *sequence) Rules(r frame.Rules) frame.Rules {
	r.Place = frame.Between
	if s.open {
		r.Place, r.Had = frame.Inside, s.size
	}
	return r
}

func (s *sequence) Next(h frame.Header, maxFrames int32) error {
	if h.Opcode.Control() {
		return nil
	}
	if h.Opcode.Data() {
		s.op, s.frames = h.Opcode, 0
	}
	s.open = !h.Fin
	s.size += int64(h.Length)
	s.frames++
	if s.frames > maxFrames {
		return frame.NewError(frame.MessageTooBig, "10.4", fmt.Sprintf("message in more than %d frames", maxFrames))
	}
	return nil
}
