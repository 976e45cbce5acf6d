// This is what doubling without an end looks like: after twenty attempts the
// client comes back in a month or two.

package polite

import (
	"context"
	"errors"
	"net/http"
	"time"
)

func Backoff(attempt int, rnd float64) time.Duration {
	const first = 5 * time.Second
	if attempt == 0 {
		return time.Duration(rnd * float64(first))
	}
	ceiling := first << attempt
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
	switch status := failure.Response.Status; status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	default:
		return status >= 400 && status < 500
	}
}
