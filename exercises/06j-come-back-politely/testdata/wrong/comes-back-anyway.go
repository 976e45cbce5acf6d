// This is what it looks like when nobody looks at the refusal: 403 will be 403
// again, and the server says so for as long as the page is open.

package polite

import (
	"context"
	"time"
)

func Backoff(attempt int, rnd float64) time.Duration {
	const first, most = 5 * time.Second, 5 * time.Minute
	if attempt == 0 {
		return time.Duration(rnd * float64(first))
	}
	ceiling := first
	for range attempt {
		if ceiling *= 2; ceiling >= most {
			ceiling = most
			break
		}
	}
	half := ceiling / 2
	return half + time.Duration(rnd*float64(half))
}

func Stay(ctx context.Context, connect func(context.Context) (opened bool, err error), rnd func() float64) error {
	for attempt := 0; ; attempt++ {
		opened, err := connect(ctx)
		if err == nil {
			return err
		}
		if opened {
			attempt = 0
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(Backoff(attempt, rnd())):
		}
	}
}
