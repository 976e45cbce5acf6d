package polite

import "example/websocket/03-http-upgrade/handshake"

// A Failure is why a client fails the handshake, from chapter 03. Its Response is
// nil if the answer was not HTTP; else Response.Status is the answer's status.
type Failure = handshake.Failure
