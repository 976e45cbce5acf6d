package websocket_test

import (
	"testing"

	"example/websocket/06-full-websocket/websocket"
)

// Whoever may join and leave at will must not be able to use up our memory.
func TestJoiningAndLeavingCostsNothing(t *testing.T) {
	s := testServer(t, nil)
	var g websocket.Group
	g.Add(s.conn)
	if n := testing.AllocsPerRun(1000, func() { g.Remove(s.conn); g.Add(s.conn) }); n > 0 {
		t.Errorf("%v allocations to leave and join a group", n)
	}
	s.conn.Close()
	if n := g.Len(); n != 0 {
		t.Errorf("%d members, and the only one is over", n)
	}
}
