package dissect_test

import (
	"strings"
	"testing"

	"example/websocket/04-frames/dissect"
)

// Megabytes of nothing would be millions of frames.
func TestFramesAreAThousandAtMost(t *testing.T) {
	got := dissect.Frames(make([]byte, 2<<20))
	if !strings.HasSuffix(got, "\n… and 2095152 bytes more") {
		t.Errorf("2 MiB of zeros end in %q", got[max(0, len(got)-60):])
	}
}
