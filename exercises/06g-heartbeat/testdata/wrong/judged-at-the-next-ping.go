// This is what it looks like when a ping is judged only when the next is due:
// the time for the pong is then as long as the rest, whatever the caller wants.

package heartbeat

import (
	"context"
	"time"
)

func Keepalive(ctx context.Context, ping func(context.Context) error, every, wait time.Duration) error {
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var pong chan error
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks.C:
		}
		if pong != nil {
			select {
			case err := <-pong:
				if err != nil {
					return err
				}
			default:
				return ErrSilent
			}
		}
		pong = make(chan error, 1)
		go func(pong chan error) { pong <- ping(ctx) }(pong)
	}
}
