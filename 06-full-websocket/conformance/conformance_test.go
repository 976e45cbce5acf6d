package conformance_test

import (
	"regexp"
	"testing"

	"example/websocket/06-full-websocket/conformance"
)

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
