// This is what making only the header small looks like: it works as long as the
// caller writes the token in small letters too.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Split(value, ",") {
			if strings.ToLower(strings.Trim(element, " \t")) == token {
				return true
			}
		}
	}
	return false
}
