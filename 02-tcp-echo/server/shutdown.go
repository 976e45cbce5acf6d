package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// leave tells the handlers that the server shuts down, waits for them, cuts
// their connections after the grace period, and waits again, as long. Its
// result is Serve's.
func (s *crowd) leave(ctx context.Context, err error) error {
	s.cancel()
	if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
		err = nil
	}
	gone := make(chan struct{})
	go func() { s.handlers.Wait(); close(gone) }()
	if within(gone, s.Grace) {
		return err
	}
	s.cut()
	if within(gone, s.Grace) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(err, fmt.Errorf("server: %d handlers still run %v after their connections were closed", len(s.conns), s.Grace))
}

// cut closes every connection; a handler that reads or writes gets an error.
func (s *crowd) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		s.Log.Info("cut at shutdown", "remote", conn.RemoteAddr())
		conn.Close()
	}
}

func within(done <-chan struct{}, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}
