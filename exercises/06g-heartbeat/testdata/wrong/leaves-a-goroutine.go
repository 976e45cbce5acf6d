// This is what a goroutine looks like that nobody listens to any more: it has
// its answer, wants to hand it over, and waits for ever.

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
		pong := make(chan error)
		go func() { pong <- ping(ctx) }()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
			return ErrSilent
		case err := <-pong:
			if err != nil {
				return err
			}
		}
	}
}
