// Package client is an exercise: the client's decision on a handshake.
package client

import "example/websocket/03-http-upgrade/handshake"

// A Response is what the server has sent: Status, such as 101, Reason, and
// Header, an http.Header. The lists of http.Header stand under names in Go's
// spelling, in which only the first letter of each word is a capital:
// Sec-Websocket-Accept. Its methods Get and Values take any spelling.
type Response = handshake.Response

// An Offer is what the request has asked for.
type Offer struct {
	Subprotocols []string // such as "chat"
	Extensions   []string // their names, such as "permessage-deflate"
}

// AcceptKey returns the Sec-WebSocket-Accept that answers a Sec-WebSocket-Key.
func AcceptKey(key string) string { return handshake.AcceptKey(key) }

// HasToken reports whether a header field that is a list, with these values,
// holds token. Case does not count.
func HasToken(values []string, token string) bool {
	return handshake.HasToken(values, token)
}

// ExtensionNames returns the names of the extensions in the values of
// Sec-WebSocket-Extensions, without their parameters. An error means that the
// values break the grammar.
func ExtensionNames(values []string) ([]string, error) {
	if len(values) == 0 {
		return nil, nil
	}
	extensions, err := handshake.ParseExtensions(values)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range extensions {
		names = append(names, e.Name)
	}
	return names, nil
}
