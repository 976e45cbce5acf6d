// Package polite comes back to a server without running it over.
package polite

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Backoff returns how long to wait before coming back. attempt counts from 0, for
// the first time after a connection was lost; rnd is a random number from 0 to 1,
// 1 excluded.
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

// Stay calls connect, and calls it again, after Backoff, whenever it has failed or
// the connection is lost, until that is of no use. connect dials, talks until the
// end, and returns whether the connection had been open. rnd makes a new random
// number each time.
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

// final reports whether err is a refusal that will not change: a status that says
// that the request is wrong, and not that it comes at a wrong time.
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
