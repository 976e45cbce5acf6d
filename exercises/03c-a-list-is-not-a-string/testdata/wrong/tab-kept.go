// This is what trimming spaces and forgetting the tab looks like.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Split(value, ",") {
			if strings.EqualFold(strings.Trim(element, " "), token) {
				return true
			}
		}
	}
	return false
}
