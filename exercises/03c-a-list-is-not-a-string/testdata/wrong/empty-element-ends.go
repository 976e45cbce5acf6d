// This is what giving up at an empty element looks like: what stands behind it,
// or on the next line, is not read.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	for _, value := range values {
		for _, element := range strings.Split(value, ",") {
			element = strings.Trim(element, " \t")
			if element == "" {
				return false
			}
			if strings.EqualFold(element, token) {
				return true
			}
		}
	}
	return false
}
