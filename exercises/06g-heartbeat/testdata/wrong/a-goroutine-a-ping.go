// This is what a goroutine for each tick looks like: the next ping does not wait
// for the pong of the one before, and a slow peer has many at a time to answer.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	failed := make(chan error, 1000)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-failed:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if errors.Is(err, context.DeadlineExceeded) {
				return ErrSilent
			}
			return err
		case <-time.After(every):
		}
		go func() {
			pong, cancel := context.WithTimeout(ctx, wait)
			defer cancel()
			if err := ping(pong); err != nil {
				failed <- err
			}
		}()
	}
}
