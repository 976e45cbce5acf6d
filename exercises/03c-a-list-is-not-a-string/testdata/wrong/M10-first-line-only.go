// This is what reading the first line alone looks like, as http.Header's method
// Get does: a second Connection line is never seen.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	if len(values) == 0 {
		return false
	}
	for _, element := range strings.Split(values[0], ",") {
		if strings.EqualFold(strings.TrimSpace(element), token) {
			return true
		}
	}
	return false
}
