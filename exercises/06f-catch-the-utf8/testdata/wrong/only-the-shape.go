// This is what it looks like when only the shape of UTF-8 is tried, a first byte
// and as many others as it announces: which numbers they may make is not asked.

package catch

import "fmt"

func Catch(fresh func() Text) error {
	for _, good := range []string{"Hello", "é", "κόσμε é 𝄞"} {
		for cut := range len(good) + 1 {
			if t := fresh(); !t.Check([]byte(good[:cut])) || !t.Check([]byte(good[cut:])) || !t.Done() {
				return fmt.Errorf("%q, cut at %d, is refused", good, cut)
			}
		}
	}
	for _, bad := range []string{"\xff", "\x80", "\xc3(", "\xe2\x82(", "\xc0\xaf"} {
		if fresh().Check([]byte(bad)) {
			return fmt.Errorf("% x passes", bad)
		}
	}
	if t := fresh(); !t.Check([]byte("\xe2\x82")) || t.Done() {
		return fmt.Errorf("half a character may end a text")
	}
	return nil
}
