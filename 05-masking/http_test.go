package main

import (
	"testing"

	"example/websocket/04-frames/frame/frametest"
)

func TestHTTP(t *testing.T) { frametest.TestHTTP(t, handle) }
