// This is what time.Sleep between the pings looks like: whoever cancels
// meanwhile waits until the sleeper wakes up.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	for {
		time.Sleep(every)
		if ctx.Err() != nil {
			return ctx.Err()
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
	}
}
