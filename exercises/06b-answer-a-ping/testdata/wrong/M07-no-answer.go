// This is what it looks like when pings are taken and nothing is sent. Browsers and
// proxies drop such a connection after a while.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	return nil
}
