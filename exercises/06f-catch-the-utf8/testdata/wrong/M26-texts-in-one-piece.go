// This is what texts that always come in one piece look like: what a check does
// with a character that is cut between two pieces is never seen.

package catch

import "fmt"

func Catch(fresh func() Text) error {
	for _, good := range []string{"Hello", "é", "€", "κόσμε é 𝄞"} {
		if t := fresh(); !t.Check([]byte(good)) || !t.Done() {
			return fmt.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{"\xff", "\xc3(", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
		if fresh().Check([]byte(bad)) {
			return fmt.Errorf("% x passes", bad)
		}
	}
	if t := fresh(); t.Check([]byte("\xe2\x82")) && t.Done() {
		return fmt.Errorf("half a character may end a text")
	}
	return nil
}
