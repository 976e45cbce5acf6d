package poison

import (
	"bufio"
	"bytes"
	"net/http"
)

const (
	mostHead   = 8 << 10  // bytes of a request's or a response's head
	mostAnswer = 64 << 10 // bytes of a response, and of the noise before it
)

// FindRequest looks for a GET request in b, whatever stands before it: sin 4.
// The first skip bytes are none. If req is not nil, the next size bytes are
// it; else what follows them may become one when more bytes come, and is
// shorter than 8 KiB. It does not matter into which pieces reads cut b.
func FindRequest(b []byte) (skip, size int, req *http.Request) {
	for ; skip < len(b); skip++ {
		rest := b[skip:]
		if !begins(rest, "GET ") {
			continue
		}
		head, complete := cutHead(rest)
		if !complete && possible(head) {
			return skip, 0, nil
		}
		if !complete {
			continue
		}
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(head)))
		if err == nil && r.ProtoMajor == 1 && r.Host != "" {
			return skip, len(head), r
		}
	}
	return skip, 0, nil
}

// FindResponse looks for a response in b, with the same patience. The first
// skip bytes are none; if resp is not nil, the next size bytes are it, body
// included. A response that does not say how long it is counts as its head.
func FindResponse(b []byte) (skip, size int, resp *http.Response) {
	skip = bytes.Index(b, []byte("HTTP/1."))
	if skip < 0 {
		return 0, 0, nil
	}
	head, complete := cutHead(b[skip:])
	if !complete {
		return 0, 0, nil
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(head)), nil)
	if err != nil {
		return 0, 0, nil
	}
	body := max(0, resp.ContentLength)
	if body > int64(len(b)-skip-len(head)) {
		return 0, 0, nil // it has to come yet
	}
	return skip, len(head) + int(body), resp
}

// cutHead returns b up to its blank line, or all of b if it has none.
func cutHead(b []byte) (head []byte, complete bool) {
	end := []byte("\r\n\r\n")
	if i := bytes.Index(b[:min(len(b), mostHead)], end); i >= 0 {
		return b[:i+len(end)], true
	}
	return b, false
}

// possible reports whether b can be the beginning of a request: it is short
// enough, and text.
func possible(b []byte) bool {
	return len(b) < mostHead && !bytes.ContainsFunc(b, func(c rune) bool {
		return c < ' ' && c != '\r' && c != '\n' && c != '\t' || c >= 0x7f
	})
}

// begins reports whether b begins with prefix, as far as b goes.
func begins(b []byte, prefix string) bool {
	n := min(len(b), len(prefix))
	return string(b[:n]) == prefix[:n]
}
