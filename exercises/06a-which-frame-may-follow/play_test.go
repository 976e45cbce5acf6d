package websocket_test

import (
	"errors"
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
	websocket "example/websocket/exercises/06a-which-frame-may-follow"
	"example/websocket/exercises/internal/check"
)

// bounds are what a message may have.
type bounds struct {
	bytes  int64
	frames int32
}

var (
	limits = bounds{bytes: 1 << 20, frames: 10_000}
	ten    = bounds{bytes: 10, frames: 10_000}
)

// A step of a script is a frame that comes, and what is wanted then.
type step struct {
	header frame.Header
	n      int             // how often it comes
	code   frame.CloseCode // it is refused with; 0: it passes
	op     frame.Opcode    // of the message, after it; 0: not asked
}

func send(op frame.Opcode, fin bool, length uint64) step {
	return step{header: frame.Header{Fin: fin, Opcode: op, Masked: true, Length: length}, n: 1}
}

func (s step) times(n int) step                  { s.n = n; return s }
func (s step) refused(code frame.CloseCode) step { s.code = code; return s }
func (s step) is(op frame.Opcode) step           { s.op = op; return s }

// told writes a step for the screen; first is the number of its first frame.
func (s step) told(first int) string {
	fin, number := 0, fmt.Sprint(first)
	if s.header.Fin {
		fin = 1
	}
	if s.n > 1 {
		number = fmt.Sprintf("%d to %d", first, first+s.n-1)
	}
	length := fmt.Sprintf("%d bytes", s.header.Length)
	if s.header.Length == 1 {
		length = "1 byte"
	}
	return fmt.Sprintf("%s: %v, FIN %d, %s", number, s.header.Opcode, fin, length)
}

// inLines puts the steps into three lines at most: a screen has no room for more,
// and the last is the one that matters. Two of a script that needs it fit into one.
func inLines(told []string) string {
	var lines []string
	for len(told) > 3-len(lines) && len(told) > 1 {
		lines = append(lines, told[0]+"; "+told[1])
		told = told[2:]
	}
	return strings.Join(append(lines, told...), "\n")
}

// play lets the frames of a script come, as the engine does: frame.Check judges
// each by the rules that s gives, and Next hears of those that pass.
func play(t *check.T, b bounds, script ...step) {
	s := new(websocket.Sequence)
	var told []string
	number := 0
	for _, step := range script {
		told = append(told, step.told(number+1))
		t.Call("limit %d bytes, maxFrames %d; then come\n%s", b.bytes, b.frames, inLines(told))
		for range step.n {
			number++
			want := "it passes"
			if step.code != 0 {
				want = fmt.Sprintf("it is refused with %d", step.code)
			}
			code, how := come(s, b, step.header)
			if code != step.code {
				t.Wrong(fmt.Sprintf("frame %d %s", number, how), want)
			}
			if op := s.Op(); step.op != 0 && op != step.op {
				t.Wrong(fmt.Sprintf("after frame %d, op is %v", number, op), step.op.String())
			}
		}
	}
}

// come lets one frame come, and returns what it is refused with.
func come(s *websocket.Sequence, b bounds, h frame.Header) (code frame.CloseCode, how string) {
	var broken *frame.Error
	_, _, err := frame.Check(h.Append(nil), s.Rules(frame.Rules{From: frame.Client, Limit: b.bytes}))
	if errors.As(err, &broken) {
		return broken.Code, fmt.Sprintf("is refused by frame.Check with %d:\n%s", broken.Code, broken.Broken[0].Text)
	}
	err = s.Next(h, b.frames)
	if errors.As(err, &broken) {
		return broken.Code, fmt.Sprintf("is refused by Next with %d", broken.Code)
	}
	if err != nil {
		return 1, fmt.Sprintf("is refused by Next with a %T, no *frame.Error", err)
	}
	return 0, "passes"
}

func rulesKeepsTheRest(t *check.T) {
	s := new(websocket.Sequence)
	given := frame.Rules{From: frame.Server, Rsv: 4, Limit: 1000}
	want := given
	want.Place = frame.Between
	t.Call("Rules(From: frame.Server, Rsv: 4, Limit: 1000), twice, no message open")
	t.Equal(s.Rules(given), want)
	t.Equal(s.Rules(given), want)
	s.Next(frame.Header{Opcode: frame.Text, Length: 3}, 10)
	want.Place, want.Had = frame.Inside, 3
	t.Call("Rules(From: frame.Server, Rsv: 4, Limit: 1000), twice, after text, FIN 0, 3 bytes")
	t.Equal(s.Rules(given), want)
	t.Equal(s.Rules(given), want)
}
