// This is what a refusal that was never tried looks like: its Header is a nil map,
// and setting a field in one panics. A client that is accepted never finds out.

package bouncer

import (
	"encoding/base64"
	"strings"
)

// Judge returns why r gets no WebSocket, or nil if it gets one.
func Judge(r *Request) *Refusal {
	version := r.values("Sec-WebSocket-Version")
	key := r.values("Sec-WebSocket-Key")
	origin := r.values("Origin")
	switch {
	case r.Method != "GET":
		return refuse(405, "a handshake is a GET", "Allow", "GET")
	case !HasToken(r.values("Upgrade"), "websocket"):
		return refuse(426, "no websocket in Upgrade", "Upgrade", "websocket")
	case !HasToken(r.values("Connection"), "upgrade"):
		return refuse(400, "no upgrade in Connection")
	case len(version) == 0:
		return refuse(400, "no version", "Sec-WebSocket-Version", "13")
	case version[0] != "13":
		return refuse(426, "another version than 13", "Sec-WebSocket-Version", "13", "Upgrade", "websocket")
	case len(key) == 0:
		return refuse(400, "no key")
	case len(key) > 1:
		return refuse(400, "more than one key")
	case !isNonce(key[0]):
		return refuse(400, "the key is not 16 bytes in base64")
	case len(origin) > 0 && !OriginAllowed(origin[0], r.values("Host")[0]):
		return refuse(403, "pages from elsewhere may not connect here")
	}
	return nil
}

// values returns the values of all lines of that name, in any case.
func (r *Request) values(name string) []string {
	var all []string
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, name) {
			all = append(all, f.Value)
		}
	}
	return all
}

func isNonce(key string) bool {
	nonce, err := base64.StdEncoding.DecodeString(key)
	return err == nil && len(nonce) == 16
}

// refuse takes the names and the values of the header in turn.
func refuse(status int, reason string, header ...string) *Refusal {
	r := &Refusal{Status: status, Reason: reason}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}
