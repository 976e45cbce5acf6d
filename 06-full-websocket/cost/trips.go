package cost

import (
	"bytes"
	"fmt"
	"time"
)

// count counts the bytes of a round trip.
func (c *Cost) count(t trip, message []byte, m *meter) error {
	c.Opening = m.traffic()
	if err := t.check(message); err != nil {
		return err
	}
	before := m.traffic()
	err := t.check(message)
	c.Trip = m.traffic().less(before)
	return err
}

// time makes round trips for as long as d.
func (c *Cost) time(t trip, message []byte, d time.Duration) error {
	if err := t.check(message); err != nil { // and everything is warm
		return err
	}
	start, cpu := time.Now(), cpuTime()
	for c.Trips == 0 || time.Since(start) < d {
		if _, err := t(message); err != nil {
			return err
		}
		c.Trips++
	}
	c.Time, c.CPU = time.Since(start), cpuTime()-cpu
	return nil
}

// check makes one round trip, and looks at what comes back.
func (t trip) check(message []byte) error {
	got, err := t(message)
	if err == nil && !bytes.Equal(got, message) {
		err = fmt.Errorf("sent %d bytes, and %d other ones came back", len(message), len(got))
	}
	return err
}
