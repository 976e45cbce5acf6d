package conformance

import (
	"fmt"
	"strings"
	"time"

	"example/websocket/04-frames/frame"
)

// What a case can do. What it can expect stands in expect.go.

// send sends frames, all in one write.
func send(frames ...draft) Step {
	return Step{"send " + tell(frames), func(p *Peer) error {
		p.send(frames, 0, 0)
		return nil
	}}
}

// sendCut sends frames in pieces of n bytes. With a pause, each is likely to be
// a read of its own at the other end.
func sendCut(n int, pause time.Duration, frames ...draft) Step {
	s := fmt.Sprintf("send, in pieces of %d bytes, %s", n, tell(frames))
	if n == 1 {
		s = "send, byte by byte, " + tell(frames)
	}
	return Step{s, func(p *Peer) error {
		p.send(frames, n, pause)
		return nil
	}}
}

// sendBytes sends bytes that are no frame, or only a part of one.
func sendBytes(what, b string) Step {
	return Step{"send " + what, func(p *Peer) error {
		p.record(Traffic{Sent: true, B: []byte(b)})
		p.write([]byte(b), 0, 0)
		return nil
	}}
}

// again repeats steps.
func again(times int, steps ...Step) Step {
	var texts []string
	for _, s := range steps {
		texts = append(texts, s.Text)
	}
	return Step{fmt.Sprintf("%d times: %s", times, strings.Join(texts, "; ")), func(p *Peer) error {
		for range times {
			for _, s := range steps {
				if err := s.Do(p); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

// goodbye ends a case in which all went well: our Close is answered, and
// nothing comes before the answer. How the connection ends after it is tried by
// cases of its own.
func goodbye() Step {
	s := expectClose(frame.NormalClosure)
	return Step{"send close 1000; expect close 1000, and nothing before it", func(p *Peer) error {
		p.send([]draft{closeOf(frame.NormalClosure, "")}, 0, 0)
		return s.Do(p)
	}}
}

// tell lists frames; of many only the first few.
func tell(frames []draft) string {
	var texts []string
	for i, f := range frames {
		if i == 4 && len(frames) > 6 {
			texts = append(texts, fmt.Sprintf("… %d frames more", len(frames)-i))
			break
		}
		texts = append(texts, f.String())
	}
	return strings.Join(texts, ", ")
}
