// This is what it looks like when every error of ping is taken for silence: a
// caller who cancels, and a connection that breaks, are told as a dead peer.

package heartbeat

import (
	"context"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
		pong, cancel := context.WithTimeout(ctx, wait)
		err := ping(pong)
		cancel()
		if err != nil {
			return ErrSilent
		}
	}
}
