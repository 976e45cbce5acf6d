package websocket

import (
	"fmt"

	"example/websocket/04-frames/frame"
)

// Step 1: which frame may follow which (RFC 6455 §5.4).
//
// A message is one data frame with FIN 1, or a data frame with FIN 0, any
// number of continuation frames, and a continuation frame with FIN 1. Control
// frames may stand anywhere between. What has come so far is two variables.

// A sequence is where in a message a stream of frames stands. Its zero value
// is the beginning of a connection.
type sequence struct {
	op   Opcode // of the open message, or of the last one
	open bool   // whether that message goes on

	frames int32 // that it has had,
	size   int64 // and bytes: for the limits
}

// Rules completes r by what depends on the frames before.
func (s *sequence) Rules(r frame.Rules) frame.Rules {
	r.Place = frame.Between
	if s.open {
		r.Place, r.Had = frame.Inside, s.size
	}
	return r
}

// Next takes note of a frame that has passed the rules; to a control frame it is
// blind. It refuses one thing that only counting shows: a message in more than
// maxFrames frames. Empty ones would otherwise cost their sender nothing and us a
// turn each, for ever.
func (s *sequence) Next(h frame.Header, maxFrames int32) error {
	if h.Opcode.Control() {
		return nil
	}
	if h.Opcode.Data() {
		*s = sequence{op: h.Opcode}
	}
	s.open = !h.Fin
	s.size += int64(h.Length)
	s.frames++
	if s.frames > maxFrames {
		return frame.NewError(frame.MessageTooBig, "10.4", fmt.Sprintf("message in more than %d frames", maxFrames))
	}
	return nil
}
