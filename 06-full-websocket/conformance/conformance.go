// Package conformance is the RFC as a judge. Each case is one rule, told as a
// conversation: steps that send, expect, and expect nothing more. It stands on
// frame, mask and dissect, and borrows no code from the engine that it judges.
//
// The judge can be either side. A case about frames is written once: against a
// server the judge is a client and masks, against a client it is a server and
// does not. The other end echoes messages.
//
// Read this file first, then pings.go, the smallest group of cases. Second
// reading: groups.go (all of them), steps.go and expect.go (what a step can be),
// draft.go (the frames that a case sends, right or wrong), peer.go and inbox.go
// (a connection to whoever is judged), head.go, asking.go and responding.go (the
// handshake), run.go (many cases side by side), clients.go (a client asks for
// them), verdict.go, report.go and list.go.
package conformance

// A Case is one rule and the conversation that tries it.
type Case struct {
	ID       string   // the rule's section and a name: "5.2/rsv1-set", "7692-7.1.2.1/…"
	Title    string   // what is tried, in one line
	Autobahn []string // numbers of the same thing in the Autobahn suite
	Group    string   // filled in by Cases
	Side     Side     // who can be judged by it
	Bare     bool     // the steps begin on a bare connection, not after the handshake
	Heavy    bool     // moves megabytes: only few of these run at a time
	Worst    Verdict  // the worst that the case can find; OK is no bound
	Deal     Deal     // about extensions; the zero value offers none
	Steps    []Step
}

// A Side says who can be judged by a case.
type Side byte

// The sides.
const (
	Both    Side = iota // servers and clients
	Servers             // servers only
	Clients             // clients only
)

// A Step is one sentence of a conversation.
type Step struct {
	Text string            // what is done, or expected
	Do   func(*Peer) error // nil, or a *Finding, which ends the case
}
