// This is what origins compared with == look like: browsers write them in small
// letters, and you or the user may not.

package choice

import (
	"net/url"
	"slices"
)

// OriginAllowed reports whether a page from origin may connect to host. Origins in
// allowed may connect as well as the host's own.
func OriginAllowed(origin, host string, allowed []string) bool {
	if origin == "" {
		return true
	}
	for _, a := range allowed {
		if a == origin {
			return true
		}
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && u.Host == host
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
