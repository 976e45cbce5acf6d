// This is what splitting at a comma and a space looks like. Most clients write
// both; neither the space nor that it is one is promised.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Split(value, ", ") {
			if strings.EqualFold(element, token) {
				return true
			}
		}
	}
	return false
}
