package handshake

import (
	"slices"
	"strings"
)

// equalFold compares without regard to case, and in ASCII only: for strings
// alone, the Kelvin sign would be a k. It takes more bytes.
func equalFold(s, ascii string) bool {
	return len(s) == len(ascii) && strings.EqualFold(s, ascii)
}

// elements returns the elements of a list without the empty ones, which are
// legal and mean nothing (RFC 9110 §5.6.1.2).
func elements(values []string) []string {
	var all []string
	for _, line := range values {
		for _, element := range strings.Split(line, ",") {
			if element = strings.Trim(element, " \t"); element != "" {
				all = append(all, element)
			}
		}
	}
	return all
}

// isToken reports whether s may be a name in HTTP (RFC 9110 §5.6.2).
func isToken(s string) bool {
	for i := range len(s) {
		if !isTokenByte(s[i]) {
			return false
		}
	}
	return s != ""
}

func isTokenByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// Subprotocol returns the first of the offered subprotocols that is supported:
// the client's order counts. "" means that they have none in common, and then
// the server names none (RFC 6455 §4.2.2 /subprotocol/).
func Subprotocol(offered, supported []string) string {
	for _, o := range offered {
		if slices.Contains(supported, o) {
			return o
		}
	}
	return ""
}
