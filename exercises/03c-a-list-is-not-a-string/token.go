package handshake

// HasToken reports whether a header field that is a list holds token. values are
// the values of its lines, one each.
func HasToken(values []string, token string) bool {
	// Mend this.
	return len(values) == 1 && values[0] == token
}
