package chat

import "example/websocket/04-frames/frame"

// Backlog is how many messages may wait for one client.
const Backlog = 64

// A Client is what a room knows of somebody's connection.
type Client interface {
	// Handshake answers the client's request with the 101. It may take long.
	Handshake() error

	// Send sends a text message. It waits for as long as the client does not
	// read. Only one may be under way at a time.
	Send(text string) error

	// Close says goodbye, for which it takes up to two seconds. A Send that
	// waits then ends with an error. Any goroutine may call it.
	Close(code frame.CloseCode, reason string)
}
