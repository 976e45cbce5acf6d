package conformance_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example/websocket/06-full-websocket/conformance"
)

// report judges a server with a fault by a few cases, and returns what is
// printed.
func report(t *testing.T, fault, pattern string, live bool) (printed string, r *conformance.Report, failed int) {
	t.Helper()
	cases := conformance.Select(conformance.Cases(), conformance.Servers, regexp.MustCompile(pattern))
	var b bytes.Buffer
	r = conformance.NewReport(&b, live, cases)
	err := conformance.CheckServer(t.Context(), listen(t, fault), cases, conformance.Options{Patience: 2 * time.Second}, r.Add)
	if err != nil {
		t.Fatal(err)
	}
	failed = r.End()
	return b.String(), r, failed
}

const aFew = `^5\.2/(rsv1-set|opcode-3)$|^5\.5\.2/ping-(text|empty)$`

// A failure shows the steps, the bytes, what was expected, and the section.
func TestReportOfAFailure(t *testing.T) {
	printed, _, failed := report(t, "RSV bits are not looked at", aFew, false)
	if failed != 1 {
		t.Errorf("%d failures, want 1", failed)
	}
	for _, want := range []string{
		"              cases    ok  non-strict  informational  failed  not offered\n",
		"framing           2     1           .              .       1            .\n",
		"ping and pong     2     2           .              .       .            .\n",
		"\nfailed: 5.2/rsv1-set: RSV1 on a text, and no extension gives it a meaning\n",
		"   2. send text \"Hello\" RSV=4\n",
		"   3. expect close 1002 protocol error, and nothing before it\n",
		"      expected a Close with 1002 protocol error\n      but it sent text \"Hello\" (RFC 6455 §5.2)\n",
		"\nstep 2: we sent\nc1 85 ",
		"= 48 65 6c 6c 6f    \"Hello\"\n",
		"\nstep 3: it sent\n81 05 48 65 6c 6c 6f\n",
		"\n3 of 4 ok, 1 failed, after ",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("the report does not hold %q:\n%s", want, printed)
		}
	}
	if strings.Contains(printed, "\x1b") {
		t.Errorf("escape codes, though it is no terminal:\n%q", printed)
	}
}

// What is legal but not the best is told, and is no failure.
func TestReportOfANonStrictServer(t *testing.T) {
	printed, _, failed := report(t, "the end comes late", `^7\.1\.1/server-ends`, false)
	if failed != 0 || !strings.Contains(printed, "\nnon-strict: 7.1.1/server-ends-the-connection: after both Closes") ||
		!strings.Contains(printed, "expected the end of the TCP connection at once; it came late, or never (RFC\n    6455 §7.1.1)") {
		t.Errorf("%d failures:\n%s", failed, printed)
	}
}

// No line is wider than 80 columns, whatever failed.
func TestReportIsEightyColumnsWide(t *testing.T) {
	printed, _, failed := report(t, "M04 a server masks", `^5\.6/text-of-(16|64)-bytes|^4\.2\.1/cut|^9112|^8\.1/|^5\.2/twenty|^7`, false)
	if failed < 100 {
		t.Errorf("%d failures, want most of them", failed)
	}
	for line := range strings.Lines(printed) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// On a terminal the lines are drawn again and again, with bars.
func TestReportOnATerminal(t *testing.T) {
	printed, _, _ := report(t, "RSV bits are not looked at", aFew, true)
	first, last := strings.Index(printed, "........"), strings.LastIndex(printed, "\x1b[2A")
	if first < 0 || last < first {
		t.Fatalf("want empty bars, and later a way up of 2 lines:\n%q", printed)
	}
	for _, want := range []string{
		"framing       ########     2     1           .              .       \x1b[31m1\x1b[0m            .\n",
		"ping and pong ########     2     2           .              .       .            .\n",
	} {
		if !strings.Contains(printed[last:], want) {
			t.Errorf("the last lines do not hold %q:\n%q", want, printed[last:])
		}
	}
}

// One object a case, in the order of the cases.
func TestJSON(t *testing.T) {
	_, r, _ := report(t, "RSV bits are not looked at", aFew, false)
	var b bytes.Buffer
	if err := conformance.WriteJSON(&b, r.Results); err != nil {
		t.Fatal(err)
	}
	type object struct {
		ID, Section, Group, Verdict, Expected, Got string
		Autobahn, Steps                            []string
	}
	var got []object
	for dec := json.NewDecoder(&b); dec.More(); {
		var o object
		if err := dec.Decode(&o); err != nil {
			t.Fatal(err)
		}
		got = append(got, o)
	}
	want := []string{"5.2/rsv1-set failed", "5.2/opcode-3 ok", "5.5.2/ping-empty ok", "5.5.2/ping-text ok"}
	for i, o := range got {
		if i >= len(want) || o.ID+" "+o.Verdict != want[i] {
			t.Errorf("line %d is %s %s, want %v", i+1, o.ID, o.Verdict, want)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	if o := got[0]; o.Section != "RFC 6455 §5.2" || o.Group != "framing" || len(o.Steps) != 3 || o.Expected != "a Close with 1002 protocol error" || o.Got != `it sent text "Hello"` {
		t.Errorf("the first line is %+v", o)
	}
	if !slices.Equal(got[3].Autobahn, []string{"2.2"}) {
		t.Errorf("the last line is %+v", got[3])
	}
}

func TestList(t *testing.T) {
	var b bytes.Buffer
	conformance.List(&b, conformance.Select(conformance.Cases(), conformance.Clients, regexp.MustCompile(`5.2/rsv1-on-(ping|close)$|unmasked|/masked-ping$|rsv123-on-close`)))
	const want = "5.2/rsv1-on-ping\n    RSV1 on a ping\n5.2/rsv1-on-close\n    RSV1 on a close\n" +
		"5.2/rsv123-on-close (Autobahn 3.7)\n    RSV1, RSV2, RSV3 on a close\n5.1/masked-ping\n    a server's ping that is masked\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

// A server that falls over ends the run, and what it fell over stands in the
// results.
func TestAServerThatIsGone(t *testing.T) {
	s := listen(t, "")
	dial, calls := s.Dial, make(chan bool, 2)
	s.Dial = dialer(func() bool {
		select {
		case calls <- true:
			return true
		default:
			return false
		}
	}, dial)
	cases := conformance.Select(conformance.Cases(), conformance.Servers, regexp.MustCompile(`^5\.5\.2/`))
	n := 0
	start := time.Now()
	err := conformance.CheckServer(t.Context(), s, cases, conformance.Options{Workers: 1}, func(conformance.Result) { n++ })
	if n != 2 || err == nil || !strings.HasPrefix(err.Error(), "the server is gone, and the rest was not tried: ") {
		t.Errorf("after %v, %d results and %v; want 2, and that the server is gone", time.Since(start), n, err)
	}
}
