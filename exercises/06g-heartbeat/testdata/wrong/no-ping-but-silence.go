// This is what it looks like when whatever ping returns is taken for silence: a
// connection that breaks is told as a peer that says nothing.

package heartbeat

import (
	"context"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	for {
		select {
		case <-time.After(every):
		case <-ctx.Done():
			return ctx.Err()
		}
		pc, cancel := context.WithTimeout(ctx, wait)
		err := ping(pc)
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return ErrSilent
		}
	}
}
