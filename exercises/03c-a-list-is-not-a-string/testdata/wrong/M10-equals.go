// This is what a list compared with == looks like: it may be nothing but the
// token, on a single line, in the very same case. (It is how the exercise begins.)

package handshake

// HasToken reports whether a header field that is a list holds token. values are
// the values of its lines, one each.
func HasToken(values []string, token string) bool {
	return len(values) == 1 && values[0] == token
}
