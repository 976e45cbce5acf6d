// This is what comparing the end of the origin looks like: anybody can own a name
// that ends as yours does.

package choice

import (
	"slices"
	"strings"
)

// OriginAllowed reports whether a page from origin may connect to host. Origins in
// allowed may connect as well as the host's own.
func OriginAllowed(origin, host string, allowed []string) bool {
	if origin == "" {
		return true
	}
	for _, a := range allowed {
		if strings.EqualFold(a, origin) {
			return true
		}
	}
	return strings.HasSuffix(strings.ToLower(origin), strings.ToLower(host))
}

// Subprotocol returns the subprotocol that the server picks, or "" for none.
func Subprotocol(offered, supported []string) string {
	for _, name := range offered {
		if slices.Contains(supported, name) {
			return name
		}
	}
	return ""
}
