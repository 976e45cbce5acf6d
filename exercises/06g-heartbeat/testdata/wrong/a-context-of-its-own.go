// This is what it looks like when the bound of a ping hangs on context.Background: who
// cancels while a pong is waited for waits with it.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	for {
		select {
		case <-time.After(every):
		case <-ctx.Done():
			return ctx.Err()
		}
		pc, cancel := context.WithTimeout(context.Background(), wait)
		err := ping(pc)
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
