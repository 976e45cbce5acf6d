package dissect

import (
	"bytes"
	"fmt"
)

// Compare returns "" if got equals want. Otherwise it says which byte is the
// first to differ, and draws the frames of both: a failing test prints it.
func Compare(got, want []byte) string {
	if bytes.Equal(got, want) {
		return ""
	}
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	show := func(b []byte) string {
		if at < len(b) {
			return fmt.Sprintf("%02x", b[at])
		}
		return "the end"
	}
	return fmt.Sprintf("byte %d is %s, want %s\ngot %d bytes:\n%s\nwant %d bytes:\n%s",
		at, show(got), show(want), len(got), Frames(got), len(want), Frames(want))
}
