// Package heartbeat notices a peer that has gone without a word.
package heartbeat

import (
	"context"
	"errors"
	"time"
)

// Keepalive rests for every, pings, gives the pong the time wait, and begins
// again. It returns when no pong has come in time (ErrSilent), when ping fails
// (ping's error), or when ctx is done (ctx's error).
func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	rest := time.NewTimer(every)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-rest.C:
		}
		pong, cancel := context.WithTimeout(ctx, wait)
		err := ping(pong)
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return ErrSilent
		}
		if err != nil {
			return err
		}
		rest.Reset(every)
	}
}
