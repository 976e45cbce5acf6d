// This is what a goroutine looks like that is not told of the end: it goes on
// pinging a connection that nobody keeps alive any more.

package heartbeat

import (
	"context"
	"errors"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	failed := make(chan error, 1)
	go func() {
		for {
			time.Sleep(every)
			pong, cancel := context.WithTimeout(ctx, wait)
			err := ping(pong)
			cancel()
			if err != nil && ctx.Err() == nil {
				failed <- err
				return
			}
		}
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-failed:
		if errors.Is(err, context.DeadlineExceeded) {
			return ErrSilent
		}
		return err
	}
}
