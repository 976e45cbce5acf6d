// This is what a list that is compared as one string looks like: Chrome's
// Upgrade is found, and Firefox's keep-alive, Upgrade is not.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		if strings.EqualFold(value, token) {
			return true
		}
	}
	return false
}
