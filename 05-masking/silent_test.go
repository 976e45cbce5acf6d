package main

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

func TestSilentClientIsLeftAfterAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		go func() {
			offer := handshake.Offer{Target: &handshake.Target{Host: "server.example", RequestTarget: "/"}}
			far.Write(offer.Append(nil, handshake.NewKey()))
			io.Copy(io.Discard, far)
		}()
		start := time.Now()
		handle(t.Context(), near)
		if took := time.Since(start); took != time.Minute {
			t.Errorf("a client that is silent after the handshake was kept for %v, want a minute", took)
		}
	})
}
