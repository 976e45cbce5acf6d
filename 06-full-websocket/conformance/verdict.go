package conformance

import "strings"

// A Verdict is how a case ended, from best to worst.
type Verdict byte

// The verdicts.
const (
	OK            Verdict = iota
	NotOffered            // the extension that the case needs was not agreed on
	Informational         // the RFC leaves it open, and this is what the peer does
	NonStrict             // legal, but not the best
	Failed                // against the RFC
)

// Verdicts are all of them, in the order of the report.
var Verdicts = []Verdict{OK, NonStrict, Informational, Failed, NotOffered}

// String returns the verdict as reports print it.
func (v Verdict) String() string {
	return [...]string{"ok", "not offered", "informational", "non-strict", "failed"}[v]
}

// A Finding is what a step found that is not as it should be: a *Finding is the
// error that ends a case. Of several, the worst counts.
type Finding struct {
	Verdict  Verdict
	Expected string // what should have come
	Got      string // what came instead
	Section  string // of the rule; "" is the case's own
}

// Error returns the finding in one sentence.
func (f *Finding) Error() string { return "expected " + f.Expected + "; " + f.Got }

// failed returns the finding of a broken rule.
func failed(expected, got string) *Finding {
	return &Finding{Verdict: Failed, Expected: expected, Got: got}
}

// Section returns the rule's place, such as "RFC 6455 §5.2".
func (c Case) Section() string {
	section, _, _ := strings.Cut(c.ID, "/")
	if rfc, rest, ok := strings.Cut(section, "-"); ok {
		return "RFC " + rfc + " §" + rest
	}
	return "RFC 6455 §" + section
}

// A Result is what became of one case.
type Result struct {
	Case
	Verdict  Verdict
	Findings []*Finding // the worst first
	Done     []Done     // what was done, as far as it went
}

// Done is a step that was taken, and the bytes that went over the wire
// meanwhile.
type Done struct {
	Text    string
	Traffic []Traffic // the last few
	Left    int       // how many came before those
}

// Traffic is a frame, a head, or some other bytes, as they were on the wire.
type Traffic struct {
	Sent bool // by the judge
	Head bool // text of the handshake, not frames
	B    []byte
	Cut  bool // B is only the beginning
}
