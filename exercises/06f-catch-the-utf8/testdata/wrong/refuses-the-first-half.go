// This is what it looks like when the first half of a character is expected to
// be refused: a right check waits for the other half, and is blamed for it.

package catch

import "fmt"

func Catch(fresh func() Text) error {
	text := "κόσμε é 𝄞"
	for cut := range len(text) + 1 {
		if t := fresh(); !t.Check([]byte(text[:cut])) || !t.Check([]byte(text[cut:])) || !t.Done() {
			return fmt.Errorf("cut at %d, %q is refused", cut, text)
		}
	}
	for _, bad := range []string{"\xc3", "\xff", "\xc3(", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
		if fresh().Check([]byte(bad)) {
			return fmt.Errorf("% x passes", bad)
		}
	}
	return nil
}
