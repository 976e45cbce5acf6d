// This is what it looks like when the only characters that are cut have two
// bytes: that more than one byte may have to be kept is never tried.

package catch

import "fmt"

func Catch(fresh func() Text) error {
	for _, good := range []string{"Hello", "é", "κόσμε"} {
		for cut := range len(good) + 1 {
			if t := fresh(); !t.Check([]byte(good[:cut])) || !t.Check([]byte(good[cut:])) || !t.Done() {
				return fmt.Errorf("%q, cut at %d, is refused", good, cut)
			}
		}
	}
	for _, bad := range []string{"\xff", "\xc3(", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
		if fresh().Check([]byte(bad)) {
			return fmt.Errorf("% x passes", bad)
		}
	}
	if t := fresh(); !t.Check([]byte("\xc3")) || t.Done() {
		return fmt.Errorf("half a character may end a text")
	}
	return nil
}
