// This is what splitting at white space as well as at commas looks like: an
// element of two words becomes two elements.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Fields(strings.ReplaceAll(value, ",", " ")) {
			if strings.EqualFold(element, token) {
				return true
			}
		}
	}
	return false
}
