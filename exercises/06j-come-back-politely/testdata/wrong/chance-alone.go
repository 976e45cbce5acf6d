// This is what a wait looks like that is all chance: now and then a client comes
// back at once, however often it has failed.

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
	return time.Duration(rnd * float64(ceiling))
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
