// This is what Hostname taken for the Host looks like: it has no brackets, and an
// IPv6 address needs them, with a port and without.

package wsurl

import (
	"fmt"
	"net"
	neturl "net/url"
	"strings"
)

// Target returns what the parts of a ws or wss URL mean: where to connect to, what
// the handshake asks for, and whether TLS is spoken.
func Target(url string) (network, address, requestTarget, hostHeader string, useTLS bool, err error) {
	u, err := neturl.Parse(url)
	if err != nil {
		return "", "", "", "", false, err
	}
	usual := map[string]string{"ws": "80", "wss": "443"}[u.Scheme]
	switch {
	case usual == "":
		err = fmt.Errorf("scheme %q, not ws or wss", u.Scheme)
	case u.Hostname() == "":
		err = fmt.Errorf("%q names no host", url)
	case u.User != nil:
		err = fmt.Errorf("%q holds a user name", url)
	case strings.Contains(url, "#"):
		err = fmt.Errorf("%q has a fragment", url)
	}
	if err != nil {
		return "", "", "", "", false, err
	}
	port, hostHeader := u.Port(), u.Host
	if port == "" || port == usual {
		port, hostHeader = usual, u.Hostname()
	}
	return "tcp", net.JoinHostPort(u.Hostname(), port), u.RequestURI(), hostHeader, u.Scheme == "wss", nil
}
