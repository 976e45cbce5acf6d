package conformance_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"example/websocket/06-full-websocket/conformance"
)

const waitForPeer = 2 * time.Second

var id = regexp.MustCompile(`^(\d+-)?\d+(\.\d+)*/[a-z0-9.-]+$`)

func TestEveryCaseHasAnIDOfItsOwn(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range conformance.Cases() {
		if seen[c.ID] || !id.MatchString(c.ID) {
			t.Errorf("%s: the id stands there twice, or is not SECTION/NAME", c.ID)
		}
		seen[c.ID] = true
		if c.Title == "" || c.Group == "" || len(c.Steps) == 0 {
			t.Errorf("%s: a case has a title, a group and steps", c.ID)
		}
	}
}

// judge returns the results by id.
func judge(t *testing.T, s conformance.Server, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	results := make(map[string]conformance.Result)
	err := conformance.CheckServer(context.Background(), s, conformance.Cases(), o, func(r conformance.Result) {
		results[r.ID] = r
	})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestACorrectServerPasses(t *testing.T) {
	for id, r := range judge(t, serveEcho(t, echo{}), conformance.Options{}) {
		if r.Verdict != conformance.OK {
			t.Errorf("%s: %v: %v", id, r.Verdict, r.Findings)
		}
	}
}

// The judge can fail: each of these faults is found by the cases that are about
// it.
func TestAFaultIsFailed(t *testing.T) {
	for fault, ids := range map[string][]string{
		"accepts RSV":           {"5.2/rsv1-set", "5.2/rsv2-after-a-text"},
		"pongs without payload": {"5.5.2/ping-payload", "5.4/ping-between-fragments"},
		"any close code":        {"7.4.1/close-1005-on-the-wire"},
		"masks":                 {"5.5.2/ping-empty"},
	} {
		t.Run(fault, func(t *testing.T) {
			results := judge(t, serveEcho(t, echo{fault}), conformance.Options{Patience: time.Second})
			for _, id := range ids {
				if r := results[id]; r.Verdict != conformance.Failed {
					t.Errorf("%s: %v, want failed", id, r.Verdict)
				}
			}
		})
	}
}
