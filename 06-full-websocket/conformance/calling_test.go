package conformance_test

import (
	"context"
	"net"
	"sync"
	"testing"

	"example/websocket/06-full-websocket/conformance"
	"example/websocket/06-full-websocket/conformance/broken"
)

// call judges a client with a fault ("" is none) by the cases, and returns the
// results by id.
func call(t *testing.T, fault string, cases []conformance.Case, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var driven sync.WaitGroup
	driven.Go(func() {
		broken.Drive(l.Addr().String(), fault, len(conformance.Select(cases, conformance.Clients, nil)))
	})
	results := make(map[string]conformance.Result)
	err = conformance.CheckClient(context.Background(), l, cases, o, func(r conformance.Result) { results[r.ID] = r })
	driven.Wait()
	if err != nil {
		t.Fatal(err)
	}
	return results
}
