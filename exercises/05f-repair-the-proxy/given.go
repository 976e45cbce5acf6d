// Package proxy is a caching proxy.
package proxy

import (
	"net/http"
	"sync"

	"example/websocket/05-masking/poison"
)

// FindRequest looks for a GET request in b. The first skip bytes are none. If
// req is not nil, the next size bytes are it; else what follows them may become
// one when more bytes come.
func FindRequest(b []byte) (skip, size int, req *http.Request) {
	return poison.FindRequest(b)
}

// FindResponse looks for a response in b. The first skip bytes are none. If
// resp is not nil, the next size bytes are it, body included; else more have to
// come.
func FindResponse(b []byte) (skip, size int, resp *http.Response) {
	return poison.FindResponse(b)
}

// A Cache keeps responses by their place: the Host and the path of the request.
// Its zero value is empty.
type Cache struct {
	mu        sync.Mutex
	responses map[string][]byte
}

// Load returns the response in that place, or nil.
func (c *Cache) Load(place string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.responses[place]
}

// Store puts a response there.
func (c *Cache) Store(place string, response []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.responses == nil {
		c.responses = make(map[string][]byte)
	}
	c.responses[place] = response
}
