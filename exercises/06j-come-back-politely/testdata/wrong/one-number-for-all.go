// This is what it looks like when chance is asked once: two clients that have the
// same number by accident wait the same time, for ever.

package polite

import (
	"context"
	"errors"
	"net/http"
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
	number := rnd()
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
		case <-time.After(Backoff(attempt, number)):
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
