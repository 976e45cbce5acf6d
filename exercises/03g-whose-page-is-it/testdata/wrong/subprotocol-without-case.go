// This is what subprotocols compared without case look like. Unlike most of HTTP's
// names, they differ if their case does.

package choice

import (
	"net/url"
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
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}

// Subprotocol returns the subprotocol that the server picks, or "" for none.
func Subprotocol(offered, supported []string) string {
	for _, name := range offered {
		if slices.ContainsFunc(supported, func(s string) bool { return strings.EqualFold(s, name) }) {
			return name
		}
	}
	return ""
}
