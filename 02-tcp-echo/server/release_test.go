package server_test

import (
	"context"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/02-tcp-echo/server"
)

// A handler that defers Release may also call it early, as its documentation
// asks of whoever wants deadlines of their own.
func TestReleaseTwice(t *testing.T) {
	for name, end := range map[string]func(context.CancelFunc){
		"while serving":  func(context.CancelFunc) {},
		"after shutdown": func(cancel context.CancelFunc) { cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn, other := net.Pipe()
				defer conn.Close()
				defer other.Close()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				rw := server.WithIdle(ctx, conn, time.Second)
				end(cancel)
				rw.Release()
				rw.Release() // a deadlock would end the test here
			})
		})
	}
}
