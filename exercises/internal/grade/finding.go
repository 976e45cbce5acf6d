package grade

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"example/websocket/06-full-websocket/conformance"
)

// A problem is something to mend, or, if it is not grave, to make better.
type problem struct {
	stage    int  // that teaches what is wrong
	rank     int  // within the stage
	grave    bool // against the RFC
	title    string
	did      string // what we sent
	wanted   string
	got      string
	section  string // "" is none: no rule of a protocol
	exercise string // "" is none
	id       string // of the conformance case, "" is none
}

// before reports whether p is to be mended first.
func (p problem) before(q problem) bool {
	switch {
	case p.grave != q.grave:
		return p.grave
	case p.stage != q.stage:
		return p.stage < q.stage
	}
	return p.rank < q.rank
}

// A mark is what a result counts as.
type mark byte

const (
	passed mark = iota
	better      // legal, and there is a better way
	failed
	later // what went wrong is taught at a later stage
	none  // it could not be tried
)

// Without a limit a server is against no rule, and one frame ends it.
var unlimited = regexp.MustCompile(`^10\.4/(frame-of|fragment-of|endless)`)

// judge says what a result of the stage at counts as; rank is its place among
// the cases of the stage.
func judge(at, rank int, r conformance.Result) (mark, problem) {
	if r.Verdict == conformance.NotOffered {
		return none, problem{}
	}
	if r.Verdict < conformance.NonStrict && !(r.Verdict == conformance.Informational && unlimited.MatchString(r.ID)) {
		return passed, problem{}
	}
	f := r.Findings[0]
	p := problem{
		stage: at, rank: rank, grave: r.Verdict == conformance.Failed,
		title: r.Title, did: did(r.Done), wanted: f.Expected, got: f.Got, section: f.Section, id: r.ID,
	}
	p.place(lessons[lessonOf(r.ID)])
	switch {
	case p.stage > at:
		return later, p
	case p.grave:
		return failed, p
	}
	return better, p
}

// The findings that tell by themselves where they are taught, in whichever
// case they turn up.
var (
	proof   = regexp.MustCompile(`^Sec-WebSocket-Accept`)
	chosen  = regexp.MustCompile(`^one (of the )?subprotocol`)
	letters = regexp.MustCompile(`^it sent close 1007`)
	masking = regexp.MustCompile(`^RFC 6455 §5\.1$`)
	pong    = regexp.MustCompile(`^pong`)
	goodbye = regexp.MustCompile(`^(a Close (with 1000|that keeps)|the code that we sent)`)
	parting = regexp.MustCompile(`^RFC 6455 §7\.1\.7$`)
)

// place fills in what teaches the problem: the lesson of its case, unless the
// finding tells better.
func (p *problem) place(l lesson) {
	p.exercise = l.exercise
	switch {
	case p.stage == atMasks && l.stage < atMasks:
		p.exercise = "05b-xor-with-memory" // with a key of zeros it went well
	case proof.MatchString(p.wanted) && l.exercise == "":
		p.exercise = "03b-accept-key"
	case chosen.MatchString(p.wanted):
		p.exercise = "03g-whose-page-is-it"
	case letters.MatchString(p.got):
		p.stage, p.exercise = atLast, "06e-half-a-letter"
	case masking.MatchString(p.section) && l.stage < atMasks:
		p.stage, p.exercise = max(p.stage, atMasks), "05c-a-masked-frame"
	case pong.MatchString(p.wanted) && l.stage < atLast:
		p.stage, p.exercise = atLast, "06b-answer-a-ping"
	case goodbye.MatchString(p.wanted) && l.exercise != "06c-close-codes", parting.MatchString(p.section):
		p.stage, p.exercise = atLast, "06d-the-goodbye"
	}
}

// passive are steps in which the judge does nothing.
var passive = regexp.MustCompile(`^(expect|wait \d)`)

// did is the last thing that the judge did before something was wrong.
func did(done []conformance.Done) string {
	for _, d := range slices.Backward(done) {
		s, _, _ := strings.Cut(d.Text, "; expect")
		if s, _, _ = strings.Cut(s, ", and expect"); !passive.MatchString(s) {
			return s
		}
	}
	return "connect"
}

// sentence tells the problem in one sentence.
func (p problem) sentence() string {
	s := fmt.Sprintf("%s: we %s, and want %s; %s", p.title, p.did, p.wanted, p.got)
	if p.section != "" {
		s += " (" + p.section + ")"
	}
	return s + "."
}
