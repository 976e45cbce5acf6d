package handshake_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

// Whatever comes: one outcome however the bytes are cut, none of them lost,
// and a message in one line.
func FuzzReadRequest(f *testing.F) {
	for _, r := range rows {
		if len(r.request) < 5000 {
			f.Add(r.request)
		}
	}
	for _, request := range acceptedThoughOdd {
		f.Add(request + frame)
	}
	f.Fuzz(func(t *testing.T, stream string) {
		limits := handshake.Limits{Line: 80, Head: 600, Fields: 20}
		whole := &script{pieces: []string{stream}}
		req, rest, err := handshake.ReadRequest(whole, limits)
		req2, rest2, err2 := handshake.ReadRequest(&script{pieces: bytewise(stream)}, limits)
		if fmt.Sprint(err) != fmt.Sprint(err2) || len(rest2) != 0 {
			t.Fatalf("in one piece: %v; byte by byte: %v, %q", err, err2, rest2)
		}
		if err != nil {
			oneLine(t, err.Error())
			var refusal *handshake.Refusal
			if !errors.As(err, &refusal) && !(err == io.EOF && stream == "") {
				t.Errorf("%T is neither a refusal nor the end: %v", err, err)
			}
			return
		}
		if !reflect.DeepEqual(req, req2) {
			t.Errorf("in one piece: %+v; byte by byte: %+v", req, req2)
		}
		later, _ := io.ReadAll(whole)
		if got := string(req.Head) + string(rest) + string(later); got != stream {
			t.Errorf("bytes are lost: %q of %q", got, stream)
		}
		answer, err := handshake.Judge(req, handshake.Rules{Subprotocols: []string{"chat"}})
		if err != nil {
			oneLine(t, err.Error())
			parse(t, string(asRefusal(t, err).Append(nil)))
			return
		}
		if got := parse(t, string(answer.Append(nil))); got.status != 101 || len(got.header) > 4 || got.body != "" {
			t.Errorf("the 101 is %+v", got)
		}
	})
}

// What is accepted is stable: written out again, it means the same.
func FuzzParseExtensions(f *testing.F) {
	for _, line := range []string{"a", "a;b", "a;b=c, d", `a;b="c"`, `a;b="\c"`, "a;", "a b", `a;b="`, ",,a",
		"permessage-deflate; client_max_window_bits; server_max_window_bits=10"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		list, err := handshake.ParseExtensions([]string{line})
		if err != nil {
			oneLine(t, err.Error())
			return
		}
		var b strings.Builder
		for _, ext := range list {
			b.WriteString(", " + ext.Name)
			for _, p := range ext.Params {
				b.WriteString("; " + p.Name)
				if p.Value != "" {
					b.WriteString("=" + p.Value)
				}
			}
		}
		again, err := handshake.ParseExtensions([]string{b.String()})
		if err != nil || !reflect.DeepEqual(list, again) {
			t.Errorf("%q is %+v; written as %q it is %+v, %v", line, list, b.String(), again, err)
		}
	})
}

// Whatever URL is taken, the request made of it is one that a server accepts.
func FuzzParseURL(f *testing.F) {
	for _, raw := range []string{"ws://h", "wss://h:8443/a?b", "ws://[::1]:80/", "ws://h:/", "ws://h/a b?c d", "ws://h/%C3%A9?é",
		"ws://me@h/", "ws://h/#", "http://h", "ws://h:0", "ws:h", "", "ws://h/?\x7f", "ws://h%20/", "ws://%68/"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		target, err := handshake.ParseURL(raw)
		if err != nil {
			oneLine(t, err.Error())
			return
		}
		oneLine(t, strings.ReplaceAll(target.String(), "\n", ""))
		request := string(handshake.Offer{Target: target}.Append(nil, rfcKey))
		req, rest, err := handshake.ReadRequest(&script{pieces: []string{request}}, handshake.Limits{Line: 1 << 30, Head: 1 << 30})
		if err != nil || len(rest) != 0 {
			t.Fatalf("%q makes the request %q: %v, rest %q", raw, request, err, rest)
		}
		if _, err := handshake.Judge(req, handshake.Rules{}); err != nil {
			t.Errorf("%q makes the request %q: %v", raw, request, err)
		}
	})
}
