package handshake

import "strings"

// HasToken reports whether a header field that is a list holds token. Case
// does not count, a field may stand on several lines, and each line may hold
// several elements (RFC 9110 §5.6.1): "keep-alive, Upgrade" has the token
// upgrade, "notupgrade" has not.
func HasToken(values []string, token string) bool {
	for _, line := range values {
		for element := range strings.SplitSeq(line, ",") {
			element = strings.Trim(element, " \t")
			// EqualFold takes the Kelvin sign, 3 bytes, for a k.
			same := len(element) == len(token)
			if same && strings.EqualFold(element, token) {
				return true
			}
		}
	}
	return false
}
