// This is what comparing the beginning with the allowed ones looks like: a domain
// goes on behind it, and its owner is whoever stands last.

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
		if strings.HasPrefix(strings.ToLower(origin), strings.ToLower(a)) {
			return true
		}
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
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
