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

// sendApart sends frames, each in a write of its own, with a pause between them.
func sendApart(frames ...draft) Step {
	return Step{"send, one by one, " + tell(frames), func(p *Peer) error {
		for i, f := range frames {
			if i > 0 {
				p.sleep(5 * time.Millisecond)
			}
			p.send([]draft{f}, 0, 0)
		}
		return nil
	}}
}

// sendFirst sends the first n bytes of a frame, or all but one if it has fewer;
// sendRest sends the rest.
func sendFirst(n int, d draft) Step {
	return Step{fmt.Sprintf("send only the first %d bytes of %v", n, d), func(p *Peer) error {
		wire := p.encode(nil, []draft{d})
		now := min(n, len(wire)-1)
		p.rest = wire[now:]
		p.write(wire[:now], 0, 0)
		return nil
	}}
}

// sendTail sends a frame but for its last n bytes; sendRest sends those.
func sendTail(n int, d draft) Step {
	return Step{fmt.Sprintf("send all but the last %d bytes of %v", n, d), func(p *Peer) error {
		wire := p.encode(nil, []draft{d})
		p.rest = wire[len(wire)-n:]
		p.write(wire[:len(wire)-n], 0, 0)
		return nil
	}}
}

// sendRestBut sends what is left of a frame but for its last n bytes.
func sendRestBut(n int) Step {
	return Step{fmt.Sprintf("send the rest of it but for the last %d bytes", n), func(p *Peer) error {
		now := len(p.rest) - n
		p.write(p.rest[:now], 0, 0)
		p.rest = p.rest[now:]
		return nil
	}}
}

// sendRest sends what is left of a frame.
func sendRest() Step {
	return Step{"send the rest of it", func(p *Peer) error {
		p.write(p.rest, 0, 0)
		return nil
	}}
}

// sendSplit sends one message in fragments of n bytes.
func sendSplit(d draft, n int) Step {
	return Step{fmt.Sprintf("send %v in fragments of %d bytes", d, n), func(p *Peer) error {
		var wire []byte
		for left, first := d.payload, true; first || left != ""; first = false {
			piece := d
			piece.payload, left = left[:min(n, len(left))], left[min(n, len(left)):]
			if piece.fin = left == ""; !first {
				piece.op, piece.rsv = frame.Continuation, 0
			}
			if wire = p.encode(wire, []draft{piece}); len(wire) > 256<<10 {
				p.write(wire, 0, 0)
				wire = wire[:0]
			}
		}
		p.write(wire, 0, 0)
		return nil
	}}
}

// hangUp ends our side of the TCP connection without a Close frame.
func hangUp() Step {
	return Step{"hang up: end the TCP connection without a Close", func(p *Peer) error {
		p.halfClose()
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
