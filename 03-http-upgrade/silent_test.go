package main

import (
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
)

// Two runs of the program are two handshakes: a generator that begins anew in
// each would send the same key.
func TestEachDialSendsAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	keys := make(chan string, 2)
	for range 2 {
		addr := answerOnce(t, func(r *http.Request) string {
			keys <- r.Header.Get("Sec-WebSocket-Key")
			return ""
		})
		programtest.Run(t, "", "dial", "ws://"+addr)
	}
	if a, b := <-keys, <-keys; a == b {
		t.Errorf("two programs sent the key %q (RFC 6455 §4.1 (7))", a)
	}
}

func TestSilentClientIsLeftAfterAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		go func() {
			io.WriteString(far, request)
			io.Copy(io.Discard, far)
		}()
		start := time.Now()
		handle(t.Context(), near)
		if took := time.Since(start); took != time.Minute {
			t.Errorf("a client that is silent after the handshake was kept for %v, want a minute", took)
		}
	})
}
