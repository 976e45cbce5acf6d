// This is what it looks like when the text of the error decides. It works on one
// system and in one language, and for whatever else happens to use these words.

package socket

import "strings"

func Explain(err error) string {
	if err == nil {
		return ""
	}
	for _, known := range []struct{ text, word string }{
		{"connection refused", "refused"},
		{"timeout", "timed out"},
		{"deadline exceeded", "timed out"},
		{"connection reset", "reset"},
		{"connection abort", "reset"},
		{"broken pipe", "reset"},
		{"closed network connection", "closed"},
		{"closed pipe", "closed"},
		{"EOF", "ended"},
	} {
		if strings.Contains(err.Error(), known.text) {
			return known.word
		}
	}
	return ""
}
