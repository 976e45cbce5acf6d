// Package cost measures what a WebSocket costs beside its neighbours: round trips
// over raw TCP, WebSocket and HTTP, and a server that pushes, over WebSocket,
// Server-Sent Events and long polling. Servers and clients run in this process,
// over loopback.
//
// Read this file first: what round trips cost. Second reading: ways.go (the four
// ways to make one), meter.go (the bytes), push.go (a server that speaks unasked).
package cost

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"
)

// A Cost is what round trips of one size cost, one after the other.
type Cost struct {
	Way     string
	Payload int           // bytes, each way
	Opening Traffic       // what comes before the first round trip
	Trip    Traffic       // one round trip, when another has gone before it
	Trips   int           // made in Time
	Time    time.Duration // on the clock
	CPU     time.Duration // of both ends, in Time; 0 is unknown
}

// patience is how much longer than planned a measurement may take.
const patience = 30 * time.Second

// RoundTrips measures one way with payloads of one size, for about as long as d.
func RoundTrips(ctx context.Context, w Way, payload int, d time.Duration) (Cost, error) {
	ctx, cancel := context.WithTimeout(ctx, d+patience)
	defer cancel()
	c := Cost{Way: w.Name, Payload: payload}
	addr, stop, err := listen(ctx, w.serve)
	if err != nil {
		return c, err
	}
	defer stop()

	message := make([]byte, payload)
	rand.Read(message)
	m := new(meter) // slows a connection down: so count first, and then time
	err = errors.Join(
		w.talk(ctx, addr, m.dial, func(t trip) error { return c.count(t, message, m) }),
		w.talk(ctx, addr, dial, func(t trip) error { return c.time(t, message, d) }))
	if err != nil {
		err = fmt.Errorf("%s: %w", w.Name, err)
	}
	return c, err
}
