// Package catch tells a right check of UTF-8 from wrong ones.
package catch

import (
	"errors"
	"fmt"
)

// Catch tries a check of UTF-8, and returns what is wrong with it: nil if it
// does all that it should. Each call of fresh returns a Text that has had
// nothing yet.
func Catch(fresh func() Text) error {
	for _, good := range []string{"", "Hello", "é", "€", "𝄞", "κόσμε é 𝄞"} {
		for cut := range len(good) + 1 {
			if t := fresh(); !t.Check([]byte(good[:cut])) || !t.Check([]byte(good[cut:])) || !t.Done() {
				return fmt.Errorf("%q, cut at %d, is refused", good, cut)
			}
		}
	}
	for _, bad := range []string{"\xff", "\x80", "\xc3(", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
		if fresh().Check([]byte("é" + bad)) {
			return fmt.Errorf("% x passes", bad)
		}
	}
	for _, half := range []string{"\xc3", "\xe2\x82", "\xf0\x9d\x84"} {
		if t := fresh(); !t.Check([]byte(half)) || t.Done() {
			return errors.New("half a character may begin a text, and may not end it")
		}
	}
	return nil
}
