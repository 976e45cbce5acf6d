package conformance_test

import (
	"fmt"
	"regexp"
	"testing"

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

// families is how many cases the Autobahn suite has of each family.
var families = map[string]int{
	"1.1": 8, "1.2": 8, "2": 11, "3": 7, "4.1": 5, "4.2": 5, "5": 20, "6.1": 3, "6.2": 4, "6.3": 2, "6.4": 4, "6.5": 5, "6.6": 11, "6.7": 4,
	"6.8": 2, "6.9": 4, "6.10": 3, "6.11": 5, "6.12": 8, "6.13": 5, "6.14": 10, "6.15": 1, "6.16": 3, "6.17": 5, "6.18": 5, "6.19": 5, "6.20": 7,
	"6.21": 8, "6.22": 34, "6.23": 7, "7.1": 6, "7.3": 6, "7.5": 1, "7.7": 13, "7.9": 9, "7.13": 2, "9.1": 6, "9.2": 6, "9.3": 9, "9.4": 9, "9.5": 6,
	"9.6": 6, "9.7": 6, "9.8": 6, "10.1": 1,
	"12.1": 18, "12.2": 18, "12.3": 18, "12.4": 18, "12.5": 18, "13.1": 18, "13.2": 18, "13.3": 18, "13.4": 18, "13.5": 18, "13.6": 18, "13.7": 18,
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
			if !want[n] {
				t.Errorf("side %d: the Autobahn suite has no case %s", side, n)
			}
		}
	}
}
