// This is what it looks like when nobody asks whose deadline has passed: the
// caller's own is taken for the peer's silence.

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
		pong, cancel := context.WithTimeout(ctx, wait)
		err := ping(pong)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			return ErrSilent
		}
		if err != nil {
			return err
		}
	}
}
