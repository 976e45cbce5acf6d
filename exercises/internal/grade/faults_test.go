package grade

import (
	"context"
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/06-full-websocket/conformance"
	"example/websocket/06-full-websocket/conformance/broken"
)

// The grade of a server with one fault sends its author to where that fault is
// taught: to the stage that the list of mistakes names, and to the exercise.
var taughtAt = []struct{ fault, stage, exercise string }{
	{"M01 one read is the request", "03", "03e-nothing-may-be-lost"},
	{"M01 one read is one frame", "04", "04d-a-whole-header"},
	{"M01 no message is put together", "06", "06a-which-frame-may-follow"},
	{"M02 bytes behind the request are lost", "03", "03e-nothing-may-be-lost"},
	{"M03 there is no limit to a message's size", "06", "04e-do-not-trust-the-number"},
	{"M03 there is no limit to a message's frames", "06", ""},
	{"M03 a length may have its top bit set", "04", "04e-do-not-trust-the-number"},
	{"M04 unmasked frames are accepted", "05", ""},
	{"M04 a server masks", "05", "05c-a-masked-frame"},
	{"M05 the mask begins anew with each read", "05", "05b-xor-with-memory"},
	{"M06 a control frame is part of the message around it", "06", "06a-which-frame-may-follow"},
	{"M06 a control frame ends the message around it", "06", "06a-which-frame-may-follow"},
	{"M07 a ping is not answered", "06", "06b-answer-a-ping"},
	{"M07 a ping is answered with a ping", "06", "06b-answer-a-ping"},
	{"M07 a ping is answered with a text", "06", "06b-answer-a-ping"},
	{"M07 a pong has no payload", "06", "06b-answer-a-ping"},
	{"M07 a pong is masked", "06", "06b-answer-a-ping"},
	{"M07 every pong answers the first ping", "06", "06b-answer-a-ping"},
	{"M08 a Close is not answered", "06", "06d-the-goodbye"},
	{"M08 a Close is answered with code 8", "06", "06d-the-goodbye"},
	{"M08 a Close is answered with a reason and no code", "06", "06d-the-goodbye"},
	{"M08 a Close is answered twice", "06", "06d-the-goodbye"},
	{"M08 a text follows the Close", "06", "06d-the-goodbye"},
	{"M08 after a Close all goes on", "06", "06d-the-goodbye"},
	{"M08 any Close is a good one", "06", "06c-close-codes"},
	{"M08 leaves without a word when a rule is broken", "06", "06d-the-goodbye"},
	{"M08 says 1000 when a rule is broken", "06", "06d-the-goodbye"},
	{"M09 field names are compared with their case", "03", "03d-the-bouncer"},
	{"M10 Connection has to be Upgrade alone", "03", "03c-a-list-is-not-a-string"},
	{"M10 Upgrade has to be in lower case", "03", "03c-a-list-is-not-a-string"},
	{"M11 the GUID has a space in it", "03", "03b-accept-key"},
	{"M11 the GUID is one of our own", "03", "03b-accept-key"},
	{"M12 Accept is in hex", "03", "03b-accept-key"},
	{"M12 Accept is of the hash in hex", "03", "03b-accept-key"},
	{"M12 Accept is of the decoded key", "03", "03b-accept-key"},
	{`M12 Accept is of a key that ends in \r`, "03", "03b-accept-key"},
	{"M12 Accept is of an empty key", "03", "03b-accept-key"},
	{"M13 the request ends where a read ends", "03", "03e-nothing-may-be-lost"},
	{"M14 the last field is lost", "03", "03d-the-bouncer"},
	{"M15 lines end in LF alone", "03", ""},
	{"M15 there is no blank line", "03", ""},
	{"M16 the response is never flushed", "03", ""},
	{"M17 a 64-bit length is read as 16 bits", "04", "04c-three-lengths"},
	{"M17 a 64-bit length is read as its low 16 bits", "04", "04c-three-lengths"},
	{"M17 65535 bytes are written in the long form", "04", "04c-three-lengths"},
	{"M17 a length need not be the shortest", "04", "04c-three-lengths"},
	{"M18 a length has no marker", "04", "04c-three-lengths"},
	{"M18 the length counts characters", "04", "04c-three-lengths"},
	{"M19 FIN is read the other way round", "04", "04d-a-whole-header"},
	{"M20 only the first frame of a read counts", "04", "04d-a-whole-header"},
	{"M21 every handshake is accepted", "03", "03d-the-bouncer"},
	{"M22 a handshake keeps the others waiting", "02", "02a-serve-everybody"},
	{"M24 there is one connection for all", "02", "02a-serve-everybody"},
	{"M26 text is not checked", "06", "06e-half-a-letter"},
	{"M26 text is checked frame by frame", "06", "06e-half-a-letter"},
	{"M26 text is checked at its end", "06", "06e-half-a-letter"},
	{"M26 text is repaired", "06", "06e-half-a-letter"},
	{"M27 the Origin is not looked at", "03", "03g-whose-page-is-it"},
	{"M29 closes with unread input", "06", "06d-the-goodbye"},
	{"M30 the refusal panics", "03", "03d-the-bouncer"},
	{"M31 a GET is answered after the upgrade, too", "04", "04a-predict-two-bytes"},
	{"M32 hixie framing", "04", "04d-a-whole-header"},

	{"RSV bits are not looked at", "04", "04g-break-a-rule"},
	{"reserved opcodes are passed over", "04", "04g-break-a-rule"},
	{"control frames may be fragmented", "04", "04g-break-a-rule"},
	{"control frames may be long", "04", "04g-break-a-rule"},
	{"a continuation may begin a message", "06", "06a-which-frame-may-follow"},
	{"a text may begin inside a message", "06", "06a-which-frame-may-follow"},
	{"fragments are no continuations", "04", "04d-a-whole-header"},
	{"pongs come behind messages", "06", "06b-answer-a-ping"},
	{"every Close is answered with 1000", "06", "06d-the-goodbye"},
	{"answers are dropped when a Close comes", "06", "06d-the-goodbye"},
	{"a frame is looked at when seven bytes of it are there", "04", "04d-a-whole-header"},
	{"an extension that is only echoed", "03", "03d-the-bouncer"},
	{"the connection is never ended", "06", "06d-the-goodbye"},
	{"a subprotocol that nobody offered", "03", "03g-whose-page-is-it"},
	{"text is echoed as binary", "04", "04d-a-whole-header"},
}

func TestAServersFaultIsPlacedWhereItIsTaught(t *testing.T) {
	t.Parallel()
	next := make(chan int)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i := range next {
				f := taughtAt[i]
				t.Run(f.fault, func(t *testing.T) {
					placed(t, f.stage, f.exercise, func(patience time.Duration) (string, problem) { return gradeFault(t, f.fault, f.stage, patience) })
				})
			}
		})
	}
	for i := range taughtAt {
		next <- i
	}
	close(next)
	all.Wait()
}

// again lets one fault at a time have its further tries: by itself, on a machine that was too slow for all.
var again sync.Mutex

// placed expects the first problem where it is taught, in one of the exercises. On a slow machine that may
// take more patience.
func placed(t *testing.T, stage, exercise string, grade func(patience time.Duration) (string, problem)) {
	t.Helper()
	wrong := ""
	for try, patience := range []time.Duration{700 * time.Millisecond, 3 * time.Second, 10 * time.Second} {
		if try == 1 {
			again.Lock()
			defer again.Unlock()
		}
		printed, p := grade(patience)
		if stages[p.stage].number == stage && slices.Contains(strings.Split(exercise, "|"), p.exercise) && p.title != "" {
			return
		}
		wrong = fmt.Sprintf("placed in stage %s, exercise %q; want %s, %q\n%s", stages[p.stage].number, p.exercise, stage, exercise, printed)
	}
	t.Error(wrong)
}

// gradeFault grades a server with a fault as far as a stage.
func gradeFault(t *testing.T, fault, stage string, patience time.Duration) (string, problem) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error)
	go func() { served <- broken.Serve(ctx, l, fault) }()
	defer func() {
		cancel()
		<-served
	}()
	cases := few()
	if stage == "06" && strings.HasSuffix(fault, "a message's frames") {
		cases = append(cases, conformance.Select(conformance.Cases(), conformance.Servers, regexp.MustCompile(`^10\.4/endless-`))...)
	}
	o := options{addr: l.Addr().String(), patience: patience, cases: cases, upTo: stageNumbered(stage)}
	printed, s, _ := graded(t, o, nil)
	p, _ := s.next()
	return printed, p
}

func stageNumbered(number string) int {
	return slices.IndexFunc(stages, func(s stage) bool { return s.number == number })
}

// light are the cases that move no megabytes, and compress nothing.
func light() []conformance.Case {
	return slices.DeleteFunc(conformance.Cases(), func(c conformance.Case) bool {
		return c.Heavy || strings.HasPrefix(c.Group, "deflate") || c.Group == "volume" || c.ID == "10.4/half-a-request"
	})
}

// few are light, with a quarter of the texts that are, and are not, UTF-8: there
// are more of them than of anything else.
func few() []conformance.Case {
	n := 0
	return slices.DeleteFunc(light(), func(c conformance.Case) bool {
		if c.Group == "UTF-8" {
			n++
		}
		return c.Group == "UTF-8" && n%4 != 0
	})
}

// Whatever fault the conformance suite proves itself on, a grade has been given
// for.
func TestEveryFaultIsGraded(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../../../06-full-websocket/conformance/faults_test.go")
	if err != nil {
		t.Fatal(err)
	}
	graded := make(map[string]bool)
	for _, f := range taughtAt {
		graded["server: "+f.fault] = true
	}
	for _, f := range clientTaughtAt {
		graded["client: "+f.fault] = true
	}
	fault := regexp.MustCompile("(?m)^\t\\{[\"`]([^\"`]+)[\"`], ")
	servers, clients, _ := strings.Cut(string(source), "var clientFaults")
	for side, text := range map[string]string{"server: ": servers, "client: ": clients} {
		found := fault.FindAllStringSubmatch(text, -1)
		if len(found) < 40 {
			t.Errorf("%s%d faults in the tests of conformance, want at least 40", side, len(found))
		}
		for _, m := range found {
			if !graded[side+m[1]] {
				t.Errorf("%s%s has no place", side, m[1])
			}
		}
	}
}
