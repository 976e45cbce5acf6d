// Package broken is a server and a client that echo messages and break one rule
// each: whoever judges others proves itself on them.
//
// A fault is named by a sentence, such as "M07 a ping is not answered"; the
// number is its place in the list of mistakes that learners make, where it has
// one. "" is no fault: such a peer is right. The tests of conformance say which
// cases have to find which fault, and so name them all.
//
// Read this file first, then server.go and client.go (the handshake, right and
// wrong), peer.go (the conversation) and wire.go (the frames).
package broken

import (
	"bufio"
	"net"

	"example/websocket/04-frames/frame"
)

// Echo is a server without a fault on a connection whose handshake is done; in
// has what comes after it. It returns when the connection has ended.
func Echo(conn net.Conn, in *bufio.Reader) {
	(&peer{role: frame.Server, conn: conn, in: in}).run()
}
