package conformance

import (
	"fmt"
	"time"

	"example/websocket/04-frames/frame"
)

// Late is a case for a server that promises to end, with 1008, a message that is
// not complete within d (RFC 6455 §10.4 leaves such limits to each). It takes that
// long, and so it is none of Cases.
func Late(d time.Duration) Case {
	rest := fmt.Sprintf("a Close with %v, once %v have passed", frame.PolicyViolation, d)
	return Case{ID: "10.4/late-message", Title: fmt.Sprintf("a message that is not complete within %v", d), Side: Servers, Group: "limits",
		Steps: []Step{send(text("Hel").more()), {"expect " + rest, func(p *Peer) error {
			f, err := p.eventWithin(d + p.patience)
			code, _, broken := frame.ParseClose(f.payload)
			if err != nil || f.Opcode != frame.Close || broken != nil || code != frame.PolicyViolation {
				return p.unexpected(rest, f, err)
			}
			return nil
		}}, another()}}
}
