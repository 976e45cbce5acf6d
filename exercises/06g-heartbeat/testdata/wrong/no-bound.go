// This is what a ping without a bound looks like: a peer that is gone does not
// say so, and its pong is waited for as long as the caller lives.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
		err := ping(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return ErrSilent
		}
		if err != nil {
			return err
		}
	}
}
