package handshake

import (
	"net/url"
	"strings"
)

// OriginAllowed reports whether a page from origin may open a WebSocket to
// host (the request's Host). A browser lets any page try, and sends its
// cookies along; the server alone can say no (RFC 6455 §10.2).
//
//   - No origin at all is allowed: the client is no browser, and could have
//     made up any origin (§10.1).
//   - The page's own host and port are allowed.
//   - So is what allowed lists: origins such as "https://app.example", or "*".
//
// Scheme and host are compared without regard to case, and a default port is
// the same as none.
func OriginAllowed(origin, host string, allowed []string) bool {
	if origin == "" {
		return true
	}
	page := parseOrigin(origin)
	for _, a := range allowed {
		if a == "*" || a == origin || page.ok && parseOrigin(a) == page {
			return true
		}
	}
	return page.ok && parseOrigin(page.scheme+"://"+host) == page
}

// origin is scheme, host and port (RFC 6454 §4), in lower case.
type origin struct {
	scheme, host, port string
	ok                 bool
}

func parseOrigin(s string) origin {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return origin{} // "null", say
	}
	o := origin{strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port(), true}
	if o.port == "" {
		o.port = map[string]string{"http": "80", "https": "443"}[o.scheme]
	}
	return o
}
