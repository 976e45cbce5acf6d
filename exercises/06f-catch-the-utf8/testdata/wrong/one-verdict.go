// This is what one verdict on the whole looks like: Check and Done are asked
// together, and which of the two has noticed makes no difference.

package catch

import "fmt"

func Catch(fresh func() Text) error {
	for text, want := range map[string]bool{
		"Hello": true, "é": true, "κόσμε é 𝄞": true,
		"\xc3": false, "\xc3(": false, "\xc0\xaf": false, "\xed\xa0\x80": false, "\xf4\x90\x80\x80": false,
	} {
		t, ok := fresh(), true
		for i := range len(text) {
			ok = t.Check([]byte(text[i:i+1])) && ok
		}
		if got := t.Done() && ok; got != want {
			return fmt.Errorf("%q: %v", text, got)
		}
	}
	return nil
}
