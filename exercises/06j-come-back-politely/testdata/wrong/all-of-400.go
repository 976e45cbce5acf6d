// This is what it looks like when all from 400 to 499 is one: two of them do not
// say that the request is wrong, but that it comes at a wrong time.

package polite

import (
	"context"
	"errors"
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
		if err == nil || final(err) {
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

func final(err error) bool {
	var failure *Failure
	if !errors.As(err, &failure) || failure.Response == nil {
		return false
	}
	return failure.Response.Status >= 400 && failure.Response.Status < 500
}
