// Package heartbeat notices a peer that has gone without a word.
package heartbeat

import (
	"context"
	"time"
)

// Keepalive rests for every, pings, gives the pong the time wait, and begins
// again. It returns when no pong has come in time (ErrSilent), when ping fails
// (ping's error), or when ctx is done (ctx's error).
func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	// Your code here.
	return nil
}
