package poison

import (
	"fmt"
	"strings"
)

// A Result is how a mode went.
type Result struct {
	Mode     Mode
	Wire     []byte // the frame with the lure, as it was on the wire
	Poisoned bool   // victim B got the attacker's script
}

// Verdict is "POISONED" or "clean".
func (r Result) Verdict() string {
	if r.Poisoned {
		return "POISONED"
	}
	return "clean"
}

func table(results []Result) string {
	var b strings.Builder
	row := func(mode, wire, verdict string) {
		fmt.Fprintf(&b, "%-39s  %-29s  %s\n", mode, wire, verdict)
	}
	row("mode", "the lure's frame begins", "verdict")
	for i, r := range results {
		begin := r.Wire[:min(len(r.Wire), 10)]
		row(fmt.Sprintf("%d. %s", i+1, r.Mode.Name), fmt.Sprintf("% x", begin), r.Verdict())
	}
	return b.String()
}

const intro = `Browser A shows a page of the attacker's. Victim B, somebody else, uses a
script of cdn.example. Both sit behind one proxy, which has four sins:
  1. it sends a request on to the address that the client dialled,
  2. but caches the answer under the Host and path that the client wrote;
  3. it has never heard of Upgrade: after 101 it waits for the next request;
  4. it is liberal: what is no request it passes on, and goes on looking.
The page tries to put 43 bytes on the wire: GET /lib.js, Host: cdn.example.
`

const outro = `
Look for 47 45 54 20 in the middle: that is "GET ", and the end of B's safety.

What is left to the page is a guess. It needs all 4 bytes of the key, since the
key repeats: one wrong byte spoils every fourth of the lure's. They are 32
random bits, new in each frame, so a frame with one lure in it gets through
with a chance of 1 in 4,294,967,296 (2^-32), and a miss teaches nothing for
the next frame.

What servers send needs no mask: it answers no request that a proxy has seen,
and a response nobody asked for is ignored.

To be honest: most traffic is TLS today, and a proxy that sees none of it can
spoil none of it. The rule stayed, under TLS too (RFC 6455 §5.1): one way to
read a frame is simpler than two. And it protects proxies from pages, not you:
a client that is no browser can still leave the mask out, and poison this one.
`
