// This is what a comparison with == at the end looks like: the list is taken
// apart as it should be, and upgrade is still not Upgrade.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Split(value, ",") {
			if strings.Trim(element, " \t") == token {
				return true
			}
		}
	}
	return false
}
