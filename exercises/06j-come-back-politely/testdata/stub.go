// Package polite comes back to a server without running it over.
package polite

import (
	"context"
	"time"
)

// Your code here.

// Backoff returns how long to wait before coming back. attempt counts from 0, for
// the first time after a connection was lost; rnd is a random number from 0 to 1,
// 1 excluded.
func Backoff(attempt int, rnd float64) time.Duration {
	return 0
}

// Stay calls connect, and calls it again, after Backoff, whenever it has failed or
// the connection is lost, until that is of no use. connect dials, talks until the
// end, and returns whether the connection had been open. rnd makes a new random
// number each time.
func Stay(ctx context.Context, connect func(context.Context) (opened bool, err error), rnd func() float64) error {
	return nil
}
