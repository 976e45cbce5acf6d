// This is what time.Sleep looks like when nobody asks afterwards whether ctx is done:
// one ping more goes out, for somebody who has left.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	for {
		time.Sleep(every)
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
