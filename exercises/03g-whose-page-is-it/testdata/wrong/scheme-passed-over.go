// This is what an allowed origin without its scheme looks like: whoever sits on the
// network can write a page of http://, and none of https://.

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
	_, name, _ := strings.Cut(origin, "://")
	for _, a := range allowed {
		if _, allowedName, _ := strings.Cut(a, "://"); strings.EqualFold(allowedName, name) {
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
