// This is what a Ticker looks like: it goes on while a pong is waited for, and so a
// slow peer gets its next ping too early.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		pc, cancel := context.WithTimeout(ctx, wait)
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
