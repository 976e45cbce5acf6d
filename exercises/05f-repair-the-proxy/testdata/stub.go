package proxy

import "bytes"

// Mend this.

// A Talk is what the proxy makes of the bytes of one connection.
type Talk struct {
	Cache *Cache // the same for all connections

	in     []byte   // the client's bytes that may yet become a request
	passed int      // how many of these have gone on already
	noise  bool     // whether there was anything that is no request
	asked  []string // the requests not yet answered, by place in the cache
	out    []byte   // the server's bytes that may yet become an answer
}

// FromClient takes the next bytes from the client. It returns what goes on to
// the server, and what the client gets out of the cache. A request is held back
// until it is complete, for the cache may have the answer. What is no request,
// and all that comes behind it, goes on at once.
func (t *Talk) FromClient(b []byte) (onward, answer []byte) {
	t.in = append(t.in, b...)
	for {
		skip, size, req := FindRequest(t.in)
		t.noise = t.noise || skip > 0
		onward = append(onward, t.take(skip)...)
		if req == nil {
			break
		}
		text, place := t.take(size), req.Host+req.URL.RequestURI()
		var cached []byte
		if len(t.asked) == 0 { // else the answers would come in the wrong order
			cached = t.Cache.Load(place)
		}
		answer = append(answer, cached...)
		if cached == nil {
			t.asked = append(t.asked, place)
		}
		if cached == nil || t.noise {
			onward = append(onward, text...)
		}
	}
	if t.noise {
		onward = append(onward, t.in[t.passed:]...)
		t.passed = len(t.in)
	}
	return onward, answer
}

// take removes n bytes from in, and returns those that have not gone on yet.
func (t *Talk) take(n int) []byte {
	done := min(t.passed, n)
	fresh := t.in[done:n]
	t.in, t.passed = t.in[n:], t.passed-done
	return fresh
}

// FromServer takes the next bytes from the server, just before the client gets
// them. It looks for the answers to requests.
func (t *Talk) FromServer(b []byte) {
	t.out = append(t.out, b...)
	for len(t.asked) > 0 {
		skip, size, resp := FindResponse(t.out)
		if resp == nil {
			return // the rest is on its way
		}
		if resp.StatusCode == 200 && resp.ContentLength >= 0 {
			t.Cache.Store(t.asked[0], bytes.Clone(t.out[skip:skip+size]))
		}
		t.asked, t.out = t.asked[1:], t.out[skip+size:]
	}
	t.out = nil // nobody has asked for that
}
