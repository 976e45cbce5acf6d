package handshake_test

import (
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

// A client that does not read its answer holds nobody up for long.
func TestAcceptDoesNotWaitForAClientThatDoesNotRead(t *testing.T) {
	for name, test := range map[string]struct {
		request string
		time    time.Duration
		err     error // nil is the refusal
	}{
		"the 101":   {valid, 7 * time.Second, timeout},
		"a refusal": {change(valid, ": 13", ": 8"), 2 * time.Second, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server := net.Pipe()
				defer client.Close()
				defer server.Close()
				go io.WriteString(client, test.request)
				start := time.Now()
				_, err := handshake.Accept(server, handshake.Rules{Limits: handshake.Limits{Time: 7 * time.Second}})
				if took := time.Since(start); took != test.time {
					t.Errorf("Accept returns after %v, want %v", took, test.time)
				}
				if test.err != nil && !errors.Is(err, test.err) || test.err == nil && asRefusal(t, err).Status != 426 {
					t.Errorf("Accept returns %v", err)
				}
				if _, err := server.Write([]byte{0}); err != io.ErrClosedPipe {
					t.Errorf("after an error the connection is not closed: %v", err)
				}
			})
		})
	}
}
