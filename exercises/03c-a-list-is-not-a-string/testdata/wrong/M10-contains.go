// This is what looking for the token anywhere in the text looks like: it is also
// found in the middle of another word.

package handshake

import "strings"

func HasToken(values []string, token string) bool {
	list := strings.ToLower(strings.Join(values, ","))
	return strings.Contains(list, strings.ToLower(token))
}
