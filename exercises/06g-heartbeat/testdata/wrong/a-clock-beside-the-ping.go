// This is what it looks like when a clock runs beside the ping, and ping itself gets
// ctx: Keepalive is in time, and the ping that nobody waits for any more goes on until
// ctx is done.

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
		pong := make(chan error, 1)
		go func() { pong <- ping(ctx) }()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
			return ErrSilent
		case err := <-pong:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				return err
			}
		}
	}
}
