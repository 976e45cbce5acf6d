// Package bouncer is an exercise: the server's decision on a handshake.
package bouncer

import "example/websocket/03-http-upgrade/handshake"

// A Request is what a client has sent, taken apart and not yet judged.
type Request struct {
	Method string  // "GET"
	Target string  // "/chat"
	Fields []Field // the header lines, in their order
}

// A Field is one header line.
type Field struct {
	Name  string // spelled as it came
	Value string // without white space at its ends
}

// A Refusal is what the client gets in place of its 101. Status, Header and
// Reason are for you to fill in; Header may stay nil.
type Refusal = handshake.Refusal

// HasToken reports whether a header field that is a list, with these values,
// holds token. Case does not count.
func HasToken(values []string, token string) bool {
	return handshake.HasToken(values, token)
}

// OriginAllowed reports whether a page from origin, the value of Origin, may
// connect to host, the value of Host.
func OriginAllowed(origin, host string) bool {
	return handshake.OriginAllowed(origin, host, nil)
}
