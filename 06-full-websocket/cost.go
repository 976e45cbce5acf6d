package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/06-full-websocket/cost"
)

// bill is cost and its flags.
type bill struct {
	time time.Duration // for each row of round trips
	done int           // rows
}

// Payloads of a round trip, and what is pushed.
var payloads = [...]int{5, 125, 4096}

const (
	ticks = 10
	every = 20 * time.Millisecond
)

func (b *bill) run(ctx context.Context, _ []string) error {
	if err := b.roundTrips(ctx); err != nil {
		return err
	}
	return b.pushes(ctx)
}

func (b *bill) roundTrips(ctx context.Context) error {
	fmt.Print("Round trips, one after the other: bytes that one puts on the wire, inside TCP;\nhow many fit into a second; and the CPU time of both ends for one.\n\n")
	fmt.Printf("%-9s%-22s%8s%8s%12s%12s\n", "payload", "over", "there", "back", "a second", "CPU")
	var opening cost.Traffic
	for _, payload := range payloads {
		for _, way := range cost.Ways() {
			b.progress(fmt.Sprintf("%d bytes over %s", payload, way.Name))
			c, err := cost.RoundTrips(ctx, way, payload, cmp.Or(b.time, 500*time.Millisecond))
			b.progress("")
			if err != nil {
				return err
			}
			if way.Name == "WebSocket" {
				opening = c.Opening
			}
			fmt.Printf("%-9d%-22s%8d%8d%12.0f%12s\n", payload, way.Name, c.Trip.Sent, c.Trip.Received, float64(c.Trips)/c.Time.Seconds(), perTrip(c))
		}
		fmt.Println()
	}
	fmt.Printf("A WebSocket's handshake comes before, once: %d bytes there, %d back.\n", opening.Sent, opening.Received)
	return nil
}

func (b *bill) pushes(ctx context.Context) error {
	fmt.Printf("\nA server that pushes %d ticks, one every %v, from the first byte to the last.\n\n", ticks, every)
	fmt.Printf("%-20s%12s%9s%7s%7s  %s\n", "over", "connections", "requests", "there", "back", "who may speak")
	for _, push := range cost.Pushes() {
		b.progress("ticks over " + push.Name)
		p, err := cost.Ticks(ctx, push, ticks, every)
		b.progress("")
		if err != nil {
			return err
		}
		fmt.Printf("%-20s%12d%9d%7d%7d  %s\n", push.Name, p.Connections, p.Requests, p.Sent, p.Received, push.Speaks)
	}
	fmt.Print("\nThe requests are Go's. A browser's are longer: chapter 01 shows one.\n")
	return nil
}

// perTrip is the CPU time of one round trip.
func perTrip(c cost.Cost) string {
	if c.CPU <= 0 {
		return "unknown"
	}
	return fmt.Sprintf("%.1f µs", float64(c.CPU.Nanoseconds())/1000/float64(c.Trips))
}

// progress draws a bar on a terminal, in place; without a text it is wiped, and
// one more row is done.
func (b *bill) progress(doing string) {
	if doing == "" {
		b.done++
	}
	if !program.Live() {
		return
	}
	if doing == "" {
		fmt.Print("\r\x1b[K")
		return
	}
	const rows, width = len(payloads)*4 + 3, 20
	full := width * b.done / rows
	fmt.Printf("\r\x1b[K%s%s %s", strings.Repeat("#", full), strings.Repeat(".", width-full), doing)
}
