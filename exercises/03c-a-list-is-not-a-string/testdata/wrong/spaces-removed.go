// This is what taking out every space looks like: two words become one, which
// may be the token.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	list := strings.NewReplacer(" ", "", "\t", "").Replace(strings.Join(values, ","))
	for _, element := range strings.Split(list, ",") {
		if strings.EqualFold(element, token) {
			return true
		}
	}
	return false
}
