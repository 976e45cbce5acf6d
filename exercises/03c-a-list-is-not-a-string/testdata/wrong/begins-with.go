// This is what comparing only the beginning of each element looks like: whatever
// is written behind the token does not count.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Split(strings.ToLower(value), ",") {
			if strings.HasPrefix(strings.Trim(element, " \t"), strings.ToLower(token)) {
				return true
			}
		}
	}
	return false
}
