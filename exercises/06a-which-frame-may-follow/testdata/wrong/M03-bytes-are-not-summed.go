// This is what it looks like when only single frames are held to the limit:
// nobody adds up the pieces, so a message of many small ones grows for ever.

package websocket

import (
	"fmt"

	"example/websocket/04-frames/frame"
)

type sequence struct {
	op     Opcode
	open   bool
	frames int32
}

func (s *sequence) Rules(r frame.Rules) frame.Rules {
	r.Place = frame.Between
	if s.open {
		r.Place = frame.Inside
	}
	return r
}

func (s *sequence) Next(h frame.Header, maxFrames int32) error {
	if h.Opcode.Control() {
		return nil
	}
	if h.Opcode.Data() {
		*s = sequence{op: h.Opcode}
	}
	s.open = !h.Fin
	s.frames++
	if s.frames > maxFrames {
		return frame.NewError(frame.MessageTooBig, "10.4", fmt.Sprintf("message in more than %d frames", maxFrames))
	}
	return nil
}
