package tuples

import "example/websocket/01-raw-socket/socket"

// A Tuple is chapter 01's: one connection as one of its ends sees it. Local and
// Remote are text of the form HOST:PORT.
type Tuple = socket.Tuple

// Ends is one connection as each of its two ends sees it.
type Ends struct {
	Client, Server Tuple
}
