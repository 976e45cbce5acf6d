package conformance_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"example/websocket/06-full-websocket/conformance"
)

func TestEveryCaseHasAnIDOfItsOwn(t *testing.T) {
	id := regexp.MustCompile(`^(\d{4}-)?\d+(\.\d+)*/[a-z0-9.-]+$`)
	seen := make(map[string]bool)
	for _, c := range conformance.Cases() {
		if seen[c.ID] || !id.MatchString(c.ID) {
			t.Errorf("%s: the id stands there twice, or is not SECTION/NAME", c.ID)
		}
		seen[c.ID] = true
		if c.Title == "" || c.Group == "" || len(c.Steps) == 0 {
			t.Errorf("%s: a case has a title, a group and steps", c.ID)
		}
		for _, s := range c.Steps {
			if s.Text == "" || s.Do == nil {
				t.Errorf("%s: a step has a text and something to do", c.ID)
			}
		}
	}
}

func TestSectionComesFromTheID(t *testing.T) {
	for id, want := range map[string]string{
		"5.2/rsv1-set": "RFC 6455 §5.2", "3/query": "RFC 6455 §3", "9112-3.2/no-host": "RFC 9112 §3.2", "7692-7.1.2.1/bits": "RFC 7692 §7.1.2.1",
	} {
		if got := (conformance.Case{ID: id}).Section(); got != want {
			t.Errorf("%s: section %q, want %q", id, got, want)
		}
	}
}

// families is how many cases the Autobahn suite has of each family that is not
// about compression.
var families = map[string]int{
	"1.1": 8, "1.2": 8, "2": 11, "3": 7, "4.1": 5, "4.2": 5, "5": 20, "6.1": 3, "6.2": 4, "6.3": 2, "6.4": 4, "6.5": 5, "6.6": 11, "6.7": 4,
	"6.8": 2, "6.9": 4, "6.10": 3, "6.11": 5, "6.12": 8, "6.13": 5, "6.14": 10, "6.15": 1, "6.16": 3, "6.17": 5, "6.18": 5, "6.19": 5, "6.20": 7,
	"6.21": 8, "6.22": 34, "6.23": 7, "7.1": 6, "7.3": 6, "7.5": 1, "7.7": 13, "7.9": 9, "7.13": 2, "9.1": 6, "9.2": 6, "9.3": 9, "9.4": 9, "9.5": 6,
	"9.6": 6, "9.7": 6, "9.8": 6, "10.1": 1,
}

// Each number of the Autobahn suite stands beside a case that a server can be
// judged by, and one that a client can.
func TestAutobahnIsCovered(t *testing.T) {
	for _, side := range []conformance.Side{conformance.Servers, conformance.Clients} {
		numbers := make(map[string]bool)
		for _, c := range conformance.Select(conformance.Cases(), side, nil) {
			for _, n := range c.Autobahn {
				numbers[n] = true
			}
		}
		want := make(map[string]bool)
		for family, n := range families {
			for i := range n {
				number := fmt.Sprintf("%s.%d", family, i+1)
				if want[number] = true; !numbers[number] {
					t.Errorf("side %d: no case has the number %s", side, number)
				}
			}
		}
		for n := range numbers {
			if !want[n] && !strings.HasPrefix(n, "12.") && !strings.HasPrefix(n, "13.") {
				t.Errorf("side %d: the Autobahn suite has no case %s", side, n)
			}
		}
	}
}

// The judge puts messages together that come back in fragments, with pings
// between them that it answers.
func TestACorrectServerThatFragmentsPasses(t *testing.T) {
	cases := slices.DeleteFunc(conformance.Select(conformance.Cases(), conformance.Servers, nil), func(c conformance.Case) bool {
		return c.Heavy || c.Group == "handshake"
	})
	for id, r := range judge(t, listen(t, echo{"echoes in fragments"}.handle), cases, conformance.Options{}) {
		if r.Verdict == conformance.NonStrict || r.Verdict == conformance.Failed {
			t.Errorf("%s: %v: %v", id, r.Verdict, r.Findings)
		}
	}
}

// What is legal but not the best is no failure, and not ok either.
func TestNotTheBestIsNonStrict(t *testing.T) {
	for fault, ids := range map[string][]string{
		"says 1000 to every fault":         {"5.2/rsv1-set", "8.1/invalid-c0af", "7.4.1/close-1005-on-the-wire"},
		"fails without a close":            {"5.2/opcode-3", "5.4/stray-continuation-final", "7.1.7/nothing-after-failing"},
		"answers every close with 1000":    {"7.4.1/close-1001", "7.4.2/close-4999"},
		"waits for whole frames":           {"5.2/rsv1-early", "5.5/ping-126-bytes-early", "5.1/unmasked-text-early"},
		"pongs behind messages":            {"5.4/ping-between-fragments"},
		"drops answers when a close comes": {"5.5.1/message-then-close"},
	} {
		t.Run(fault, func(t *testing.T) {
			cases := slices.DeleteFunc(conformance.Cases(), func(c conformance.Case) bool { return !slices.Contains(ids, c.ID) })
			for id, r := range judge(t, listen(t, echo{fault}.handle), cases, conformance.Options{Patience: 2 * time.Second}) {
				if r.Verdict != conformance.NonStrict {
					t.Errorf("%s: %v, want non-strict: %v", id, r.Verdict, r.Findings)
				}
			}
		})
	}
}

// judge returns the results by id.
func judge(t *testing.T, s conformance.Server, cases []conformance.Case, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	results := make(map[string]conformance.Result)
	err := conformance.CheckServer(context.Background(), s, cases, o, func(r conformance.Result) { results[r.ID] = r })
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// (Of the cases that move megabytes, only the largest; chapter 06's own server is
// judged by all of them.)
func TestACorrectServerPasses(t *testing.T) {
	cases := slices.DeleteFunc(conformance.Select(conformance.Cases(), conformance.Servers, nil), func(c conformance.Case) bool {
		return c.Heavy && !strings.HasSuffix(c.ID, "of-16-mib") || c.ID == "10.4/half-a-request"
	})
	results := judge(t, listen(t, echo{}.handle), cases, conformance.Options{})
	for id, r := range results {
		if r.Verdict == conformance.NonStrict || r.Verdict == conformance.Failed {
			t.Errorf("%s: %v: %v", id, r.Verdict, r.Findings)
		}
	}
	for _, c := range cases {
		if _, ok := results[c.ID]; !ok {
			t.Errorf("%s: no result", c.ID)
		}
	}
}

// faults are rules that the echo can break, cases that have to find it, and the
// groups in which others may fail; "" is all.
var faults = []struct {
	fault  string
	ids    []string
	groups string
}{
	{"echoes text as binary", []string{"5.2/text-of-1-bytes", "5.6/kinds-keep"}, ""},
	{"fragments without continuations", []string{"5.2/text-of-2-bytes", "5.6/kinds-keep"}, ""},
	{"answers the first ping again", []string{"5.5.2/ping-and-text-alternate", "5.4/five-fragments-two-pings"}, "ping and pong, fragmentation, masking, UTF-8, close"},
	{"accepts RSV", []string{"5.2/rsv1-set", "5.2/rsv2-after-a-text", "5.2/rsv1-on-first-fragment"}, "framing"},
	{"accepts unmasked frames", []string{"5.1/unmasked-text", "5.1/unmasked-ping-early", "5.1/unmasked-continuation"}, "masking"},
	{"accepts stray continuations", []string{"5.4/stray-continuation-final", "5.4/text-inside-a-message"}, "fragmentation"},
	{"pongs without payload", []string{"5.5.2/ping-text", "5.4/ping-between-fragments"}, "ping and pong, fragmentation, masking, UTF-8, close"},
	{"any close code", []string{"7.4.1/close-1005-on-the-wire", "5.5.1/close-one-byte", "5.5.1/close-reason-not-utf8-overlong"}, "close"},
	{"text unchecked", []string{"8.1/invalid-c0af", "8.1/early-in-a-frame-surrogate", "8.1/ends-inside-a-character-of-3"}, "UTF-8"},
	{"text checked frame by frame", []string{"8.1/valid-in-fragments-cut-at-2", "8.1/valid-in-single-bytes"}, "UTF-8, fragmentation, lengths"},
	{"closes with the opcode as code", []string{"7.4.1/close-1000", "5.5.1/close-with-reason"}, ""},
	{"never ends the connection", []string{"7.1.1/server-ends-the-connection", "5.5.1/two-closes"}, "close"},
	{"goes on after a close", []string{"1.4/text-after-close", "5.5.2/ping-after-close", "5.5.1/two-closes"}, "close"},
	{"restarts the mask", []string{"5.3/payload-in-pieces-of-3"}, "masking, lengths, UTF-8, framing, fragmentation, ping and pong, close"},
	{"masks", []string{"5.3/server-does-not-mask"}, ""},
}

// The judge can fail: a planted fault is found by the cases that are about it,
// and cases about other things are content.
func TestAFaultIsFailedOnTheRightCase(t *testing.T) {
	cases := slices.DeleteFunc(conformance.Cases(), func(c conformance.Case) bool {
		return c.Group == "handshake" || c.Group == "volume" || c.Group == "limits"
	})
	for _, f := range faults {
		t.Run(f.fault, func(t *testing.T) {
			t.Parallel()
			results := judge(t, listen(t, echo{f.fault}.handle), cases, conformance.Options{Patience: 2 * time.Second, Workers: 64})
			for _, id := range f.ids {
				if r := results[id]; r.Verdict != conformance.Failed {
					t.Errorf("%s: %v, want failed", id, r.Verdict)
				}
			}
			for id, r := range results {
				if r.Verdict == conformance.Failed && f.groups != "" && !strings.Contains(f.groups, r.Group) {
					t.Errorf("%s: failed, and %s has nothing to do with it: %v", id, r.Group, r.Findings)
				}
			}
		})
	}
}
