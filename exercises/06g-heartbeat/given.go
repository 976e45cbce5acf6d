package heartbeat

import "example/websocket/06-full-websocket/websocket"

// ErrSilent is what Keepalive returns if no pong has come in time.
var ErrSilent = websocket.ErrSilent
