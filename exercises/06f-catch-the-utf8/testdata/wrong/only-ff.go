// This is what a single kind of wrong byte looks like: ff never stands in UTF-8,
// and a check that knows only that gets away with it.

package catch

import "errors"

func Catch(fresh func() Text) error {
	text := "κόσμε é 𝄞"
	for cut := range len(text) + 1 {
		if t := fresh(); !t.Check([]byte(text[:cut])) || !t.Check([]byte(text[cut:])) || !t.Done() {
			return errors.New("a good text is refused")
		}
	}
	if fresh().Check([]byte("Hello\xff")) {
		return errors.New("ff passes")
	}
	if t := fresh(); !t.Check([]byte("\xc3")) || t.Done() {
		return errors.New("half a character may end a text")
	}
	return nil
}
