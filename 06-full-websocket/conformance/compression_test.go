package conformance_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"example/websocket/06-full-websocket/conformance"
)

// squeezed judges a server by the cases about compression whose ids match.
func squeezed(t *testing.T, fault, pattern string, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	results := make(map[string]conformance.Result)
	cases := conformance.Select(conformance.Cases(), conformance.Servers, regexp.MustCompile(pattern))
	err := conformance.CheckServer(context.Background(), listen(t, squeezer{fault: fault}.serve), cases, o, func(r conformance.Result) { results[r.ID] = r })
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestACorrectServerThatCompressesPasses(t *testing.T) {
	for id, r := range squeezed(t, "", "^7692", conformance.Options{}) {
		if r.Verdict != conformance.OK {
			t.Errorf("%s: %v: %v", id, r.Verdict, r.Findings)
		}
	}
}

// What the RFC leaves open is not failed.
func TestAServerThatWantsLessIsNotFailed(t *testing.T) {
	for fault, ids := range map[string]map[string]conformance.Verdict{
		"declines":                    {"7692-7.2.3.1/one-block": conformance.NotOffered, "7692-7.1.2.1/server-window-bits-9": conformance.NotOffered, "7692-7.1/offer-with-an-unknown-parameter": conformance.OK},
		"only the first offer counts": {"7692-5/behind-an-unknown-parameter": conformance.NotOffered, "7692-5/two-offers": conformance.OK},
		"has no limit":                {"7692-8/bomb": conformance.Informational, "7692-8/bomb-in-fragments": conformance.Informational},
		"never compresses":            {"7692-7.2.3.1/one-block": conformance.OK, "7692-7.1.2.1/server-window-bits-9": conformance.OK},
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			results := squeezed(t, fault, "^7692", conformance.Options{})
			for id, r := range results {
				if want, ok := ids[id]; ok && r.Verdict != want {
					t.Errorf("%s: %v, want %v: %v", id, r.Verdict, want, r.Findings)
				}
				if r.Verdict == conformance.Failed || r.Verdict == conformance.NonStrict {
					t.Errorf("%s: %v: %v", id, r.Verdict, r.Findings)
				}
			}
		})
	}
}

// Each of these faults is found by the cases that are about it.
func TestAFaultOfCompressionIsFailed(t *testing.T) {
	for fault, ids := range map[string][]string{
		"a window that is too large": {"7692-7.1.2.1/server-window-bits-8", "7692-7.1.2.1/server-window-bits-9", "7692-7.1.2.1/server-window-bits-10",
			"7692-7.1.2.1/server-window-bits-11", "7692-7.1.2.1/server-window-bits-12", "7692-7.1.2.1/server-window-bits-13", "7692-7.1.2.1/server-window-bits-14",
			"7692-7.1.2/window-of-9-bits-128-kib"},
		"takes over though it must not":      {"7692-7.1.1.1/server-no-context-takeover", "7692-7.1.1/alone-64-bytes"},
		"does not take over":                 {"7692-7.2.3.2/shared-window", "7692-7.2.3.2/over-32768-bytes", "7692-7.2/records-1-kib"},
		"a window that is too small":         {"7692-7.1.2/window-of-11-bits-to-its-edge", "7692-7.1.2/window-of-15-bits-to-its-edge"},
		"unknown parameters pass":            {"7692-7.1/offer-with-an-unknown-parameter"},
		"any value passes":                   {"7692-7.1.2.1/offer-with-server-max-window-bits-7", "7692-7.1.2.2/offer-with-client-max-window-bits-9.5"},
		"leading zeros pass":                 {"7692-7.1.2.1/offer-with-server-max-window-bits-08"},
		"flags have values":                  {"7692-7.1.1.1/offer-with-server-no-context-takeover-1", "7692-7.1.1.2/offer-with-client-no-context-takeover-true"},
		"duplicates pass":                    {"7692-7.1.1.1/offer-with-server-no-context-takeover-twice", "7692-7.1.2.2/offer-with-client-max-window-bits-twice"},
		"answers what was not offered":       {"7692-7.1/no-parameters"},
		"answers without a value":            {"7692-7.1/no-parameters", "7692-7.1/what-browsers-offer"},
		"leaves out what it agreed on":       {"7692-7.1.1.1/server-no-context-takeover", "7692-7.1.2.1/server-window-bits-9"},
		"answers every offer":                {"7692-5/two-offers", "7692-5/same-offer-twice"},
		"answers more bits":                  {"7692-7.1.2.1/server-window-bits-9"},
		"RSV1 anywhere":                      {"7692-6/rsv1-on-ping", "7692-6/rsv1-on-continuation", "7692-6/rsv1-on-pong-inside-a-message"},
		"RSV1 without agreement":             {"7692-6/rsv1-not-negotiated-on-text", "7692-6/rsv1-after-a-declined-offer"},
		"marks pongs":                        {"7692-6.2/ping-between-fragments"},
		"marks plain messages":               {"7692-7.2.3.1/one-block"},
		"marks each fragment":                {"7692-7.2.3.1/one-block"},
		"compresses without a mark":          {"7692-7.2.3.1/one-block"},
		"does not cut the tail":              {"7692-7.2.3.1/one-block"},
		"inflates each fragment":             {"7692-7.2.3.1/two-fragments-cut-at-3", "7692-6.2/empty-fragments-first"},
		"plain messages enter the window":    {"7692-7.2/plain-message-is-not-in-the-window"},
		"drops what is behind a final block": {"7692-7.2.3.4/data-behind-a-final-block"},
		"takes what inflates":                {"7692-7.2.2/corrupt-in-the-second-fragment", "7692-7.2.2/plain-text"},
		"inflated text unchecked":            {"7692-7.2.2/text-not-utf-8", "7692-7.2.2/text-that-ends-inside-a-character"},
	} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			pattern := "^(" + strings.Join(ids, "|") + ")$"
			results := squeezed(t, fault, pattern, conformance.Options{Patience: time.Second})
			for _, id := range ids {
				if r := results[id]; r.Verdict != conformance.Failed {
					t.Errorf("%s: %v, want failed", id, r.Verdict)
				}
			}
		})
	}
}

// What is legal but not the best is told, and is no failure.
func TestCompressionThatIsNotTheBestIsNonStrict(t *testing.T) {
	for fault, id := range map[string]string{
		"refuses bad offers":      "7692-7.1/offer-with-an-unknown-parameter",
		"takes what inflates":     "7692-7.2.2/ends-early-half",
		"leaves out 15 bits":      "7692-7.1.2.1/server-window-bits-15",
		"answers 15 for the rest": "7692-7.1.2.2/client-window-bits-9",
	} {
		if r := squeezed(t, fault, "^"+id+"$", conformance.Options{})[id]; r.Verdict != conformance.NonStrict {
			t.Errorf("%s: %s is %v, want non-strict: %v", fault, id, r.Verdict, r.Findings)
		}
	}
}
