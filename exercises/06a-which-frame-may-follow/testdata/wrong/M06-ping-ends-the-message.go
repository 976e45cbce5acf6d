// This is what it looks like when FIN is believed of every frame: a ping always
// has FIN 1, and so it ends the message that it stands in.

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
	if h.Opcode.Data() {
		*s = sequence{op: h.Opcode}
	}
	s.open = !h.Fin
	if h.Opcode.Control() {
		return nil
	}
	s.size += int64(h.Length)
	s.frames++
	if s.frames > maxFrames {
		return frame.NewError(frame.MessageTooBig, "10.4", fmt.Sprintf("message in more than %d frames", maxFrames))
	}
	return nil
}
