package poison

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
)

const (
	mostEntries = 100 // in the cache
	mostWaiting = 100 // requests of one connection that wait for their answers
)

// A talk is what the proxy makes of one connection's bytes. It knows HTTP's
// rhythm of request and response, and no other: sin 3. One goroutine at a time
// uses it.
type talk struct {
	*Proxy

	in     []byte     // the client's bytes that may yet become a request
	passed int        // how many of these have been passed on already
	noise  noise      // the client's bytes before them that are no request
	asked  []question // passed on and not answered yet, oldest first
	out    []byte     // the server's bytes that may yet become an answer
	bored  bool       // by what the server says, since the client last spoke
}

// question is a request: its place in the cache, and whether it stood behind
// noise. The proxy sees no difference; the transcript counts sins there.
type question struct {
	key    string
	behind bool
}

func (q question) sin(n int) string {
	if q.behind {
		return fmt.Sprintf(" (sin %d)", n)
	}
	return ""
}

// noise is how many bytes were skipped, and the first of them.
type noise struct {
	n     int
	begin []byte
}

func (n *noise) add(b []byte) {
	n.n += len(b)
	n.begin = append(n.begin, b[:min(len(b), 8-len(n.begin))]...)
}

// fromClient takes the next bytes from the client. It returns what goes on to
// the server, and what the client gets out of the cache. A request is held
// back until it is complete, for the cache may have the answer; noise, and
// what stands behind noise, is passed on as it comes.
func (t *talk) fromClient(b []byte) (onward, answer []byte) {
	t.bored = false
	t.in = append(t.in, b...)
	for {
		skip, size, req := FindRequest(t.in)
		t.noise.add(t.in[:skip])
		onward = append(onward, t.take(skip)...)
		if req == nil {
			break
		}
		q := question{req.Host + req.URL.RequestURI(), t.noise.n > 0}
		if q.behind {
			t.say("skips %d bytes of noise, %s, before a request (sin 4)",
				t.noise.n, first(t.noise.begin, 6))
		}
		t.noise = noise{}
		text := t.take(size)
		cached := t.request(q)
		answer = append(answer, cached...)
		if cached == nil || q.behind {
			onward = append(onward, text...)
		}
	}
	if t.noise.n > 0 {
		onward = append(onward, t.in[t.passed:]...)
		t.passed = len(t.in)
	}
	return onward, answer
}

// take removes n bytes from in, and returns those that were not passed on.
func (t *talk) take(n int) []byte {
	done := min(t.passed, n)
	fresh := t.in[done:n]
	t.in, t.passed = t.in[n:], t.passed-done
	return fresh
}

// request returns the cached response to q, or nil if q has to go on.
func (t *talk) request(q question) (cached []byte) {
	if len(t.asked) == 0 { // else the answers would come in the wrong order
		cached = t.load(q.key)
	}
	if cached != nil {
		t.say("HIT %.40s", q.key)
		return cached
	}
	t.say("request for %.20s: on to the address dialled%s", q.key, q.sin(1))
	if len(t.asked) < mostWaiting {
		t.asked = append(t.asked, q)
	}
	return nil
}

// fromServer takes the next bytes from the server, before they are passed on
// to the client, as all of them are. It looks for the answer to a request.
func (t *talk) fromServer(b []byte) {
	t.out = append(t.out, b...)
	for len(t.out) > 0 && len(t.asked) > 0 {
		skip, size, resp := FindResponse(t.out)
		if resp == nil && len(t.out) <= mostAnswer {
			return // the rest is on its way
		}
		if resp == nil {
			t.say("an answer too long or too odd for me: passed on")
			t.asked = nil
			break
		}
		t.response(resp, t.out[skip:skip+size])
		t.out = t.out[skip+size:]
	}
	if len(t.out) > 0 {
		t.ignore()
	}
}

// ignore drops what the server says without having been asked. So a server
// need not mask: what strangers make it say is the answer to nothing.
func (t *talk) ignore() {
	t.out = nil
	if t.bored {
		return
	}
	t.bored = true
	if t.noise.n > 0 {
		t.say("saw no request in %d bytes, and passed them on", t.noise.n+t.passed)
		t.noise = noise{}
		t.take(t.passed)
	}
	t.say("a response nobody asked for: ignored")
}

// response takes the answer to the oldest request. It is cached under what the
// client wrote, wherever it came from: sin 2.
func (t *talk) response(resp *http.Response, text []byte) {
	q := t.asked[0]
	t.asked = t.asked[1:]
	switch {
	case resp.StatusCode == 101:
		t.say("101: nothing to cache; now for the next request (sin 3)")
	case resp.StatusCode != 200, resp.ContentLength < 0,
		strings.Contains(resp.Header.Get("Cache-Control"), "no-store"):
		t.say("%d for %.20s: nothing to cache", resp.StatusCode, q.key)
	case t.store(q.key, bytes.Clone(text)):
		t.say("CACHED %.20s, %d bytes%s", q.key, len(text), q.sin(2))
	}
}

func (p *Proxy) load(key string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cache[key]
}

func (p *Proxy) store(key string, response []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.cache) >= mostEntries {
		return false
	}
	p.cache[key] = response
	return true
}
