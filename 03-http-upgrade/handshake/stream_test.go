package handshake_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

// frame is the RFC's masked Hello (§5.7).
const frame = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"

// acceptPieces has Accept read pieces, one a Read, and returns its answer and
// all that the server can read from then on.
func acceptPieces(t *testing.T, pieces []string) (answer, rest string, r result) {
	t.Helper()
	conn := &script{pieces: pieces}
	agreed, err := handshake.Accept(conn, handshake.Rules{})
	if conn.closed != (err != nil) {
		t.Errorf("Accept returns %v; connection closed: %t", err, conn.closed)
	}
	if err == nil {
		b, _ := io.ReadAll(agreed.Reader(conn))
		rest = string(b)
	}
	return conn.written.String(), rest, result{agreed, err}
}

// A request may arrive in any pieces; the first frame may hang on to it.
func TestAcceptReadsAnyPieces(t *testing.T) {
	refused := change(valid, ": 13", ": 8")
	for name, test := range map[string]struct {
		request, behind string
		status          string
	}{
		"valid":               {valid, "", "101"},
		"valid, with a frame": {valid, frame, "101"},
		"key as last field":   {change(valid, keyLine, "", versionLine, versionLine+keyLine), frame, "101"},
		"refused":             {refused, "", "426"},
	} {
		stream := test.request + test.behind
		check := func(how string, pieces []string) {
			t.Helper()
			answer, rest, r := acceptPieces(t, pieces)
			if !strings.HasPrefix(answer, "HTTP/1.1 "+test.status) || rest != test.behind {
				t.Errorf("%s, %s: error %v, answer %.60q, then % x; want %s, then % x", name, how, r.err, answer, rest, test.status, test.behind)
			}
			if r.err == nil && string(r.agreed.Received) != test.request {
				t.Errorf("%s, %s: Received is %q", name, how, r.agreed.Received)
			}
		}
		check("in one write", []string{stream})
		check("byte by byte", bytewise(stream))
		for i := 1; i < len(stream); i++ {
			check("cut behind "+stream[:i][max(0, i-10):], []string{stream[:i], stream[i:]})
		}
	}
}

// The same over a socket: what is glued to the request is in Rest, and what
// comes later is still there.
func TestAcceptLosesNothingOnASocket(t *testing.T) {
	big := strings.Repeat(frame, 10_000) // more than the limit on heads
	for name, sent := range map[string]string{"a frame": frame, "100 KiB": big} {
		client, server := pair(t)
		done := make(chan string)
		go func() {
			agreed, err := handshake.Accept(server, handshake.Rules{})
			if err != nil {
				done <- err.Error()
				return
			}
			b, _ := io.ReadAll(agreed.Reader(server))
			done <- string(b)
		}()
		if _, err := io.WriteString(client, valid+sent); err != nil {
			t.Fatal(err)
		}
		client.CloseWrite()
		if got := <-done; got != sent {
			t.Errorf("%s: behind the handshake come %d bytes, %.40q; want the %d sent", name, len(got), got, len(sent))
		}
		client.Close()
	}
}

func TestReadRequestKeepsGluedBytesInRest(t *testing.T) {
	req, rest, err := handshake.ReadRequest(&script{pieces: []string{valid + frame}}, handshake.Limits{})
	if err != nil || string(rest) != frame || string(req.Head) != valid {
		t.Fatalf("error %v, rest % x, want % x", err, rest, frame)
	}
	if _ = append(req.Head, "overwritten"...); string(rest) != frame {
		t.Error("appending to Head overwrites Rest")
	}
}

// The end of the stream at every byte of a request: io.EOF where nobody said
// anything, and a refusal after that. Nothing waits.
func TestAcceptReportsEarlyEnd(t *testing.T) {
	for i := range len(valid) {
		answer, _, r := acceptPieces(t, []string{valid[:i]}[:min(i, 1)])
		if i == 0 {
			if r.err != io.EOF {
				t.Errorf("ended before the first byte: %v, want io.EOF", r.err)
			}
			continue
		}
		var refusal *handshake.Refusal
		if !errors.As(r.err, &refusal) || refusal.Status != 400 || !errors.Is(r.err, io.ErrUnexpectedEOF) {
			t.Errorf("ended after %q: %v (answer %q); want a *Refusal of 400 that wraps io.ErrUnexpectedEOF", valid[:i], r.err, answer)
		}
	}
	client, server := pair(t) // over a socket, the client can still read it
	done := accept(server, handshake.Rules{})
	io.WriteString(client, valid[:len(valid)-2])
	client.CloseWrite()
	b, err := io.ReadAll(client)
	if err != nil {
		t.Fatal(err)
	}
	row{status: 400, section: "RFC 9112 §8"}.demand(t, string(b))
	<-done
}

// Each limit at its last permitted value, and one beyond; however the bytes
// are cut.
func TestReadRequestLimits(t *testing.T) {
	line, _, _ := strings.Cut(valid, "\r\n")
	fields := strings.Count(valid, "\r\n") - 2
	for name, test := range map[string]struct {
		limits  handshake.Limits
		request string
		status  int
	}{
		"line as long as allowed":   {handshake.Limits{Line: len(line)}, valid, 0},
		"line one byte longer":      {handshake.Limits{Line: len(line) - 1}, valid, 414},
		"an empty line before it":   {handshake.Limits{}, "\r\n" + valid, 0}, // RFC 9112 §2.2
		"two empty lines before it": {handshake.Limits{}, "\r\n\r\n" + valid, 400},
		"default line":              {handshake.Limits{}, "GET /" + strings.Repeat("a", 8192-len("GET / HTTP/1.1")) + " HTTP/1.1\r\n\r\n", 0},
		"default line and one":      {handshake.Limits{}, "GET /" + strings.Repeat("a", 8193-len("GET / HTTP/1.1")) + " HTTP/1.1\r\n\r\n", 414},
		"head as long as allowed":   {handshake.Limits{Head: len(valid)}, valid, 0},
		"head one byte longer":      {handshake.Limits{Head: len(valid) - 1}, valid, 431},
		"default head":              {handshake.Limits{}, sized(16384), 0},
		"default head and one":      {handshake.Limits{}, sized(16385), 431},
		"head above the first read": {handshake.Limits{Head: 2000}, sized(2000), 0},
		"and one":                   {handshake.Limits{Head: 2000}, sized(2001), 431},
		"as many fields as allowed": {handshake.Limits{Fields: fields}, valid, 0},
		"one field more":            {handshake.Limits{Fields: fields - 1}, valid, 431},
		"100 fields by default":     {handshake.Limits{}, "GET / HTTP/1.1\r\n" + strings.Repeat("A:b\r\n", 100) + "\r\n", 0},
		"101 fields":                {handshake.Limits{}, "GET / HTTP/1.1\r\n" + strings.Repeat("A:b\r\n", 101) + "\r\n", 431},
	} {
		for i := range len(test.request) {
			if len(test.request) > 1000 && i%997 != 0 {
				continue
			}
			pieces := []string{test.request[:i], test.request[i:] + frame}
			if i == 0 {
				pieces = bytewise(test.request + frame)
			}
			_, _, err := handshake.ReadRequest(&script{pieces: pieces}, test.limits)
			var refusal *handshake.Refusal
			if test.status == 0 && err != nil || test.status != 0 && (!errors.As(err, &refusal) || refusal.Status != test.status) {
				t.Errorf("%s, cut at %d: %v, want status %d (0 passes)", name, i, err, test.status)
			}
		}
	}
}

// sized returns a request of n bytes.
func sized(n int) string {
	request := add(valid, "X: ")
	return change(request, "X: ", "X: "+strings.Repeat("a", n-len(request)))
}

// What is behind the blank line is no part of the head.
func TestReadRequestDoesNotCountTheFrames(t *testing.T) {
	sent := valid + strings.Repeat(frame, 10_000)
	for _, head := range []int{0, len(valid), len(valid) + 5} {
		conn := &script{pieces: []string{sent}}
		_, rest, err := handshake.ReadRequest(conn, handshake.Limits{Head: head})
		if err != nil {
			t.Errorf("limit %d: %v", head, err)
			continue
		}
		later, _ := io.ReadAll(conn)
		if string(rest)+string(later) != sent[len(valid):] {
			t.Errorf("limit %d: %d bytes of frames are in Rest and %d on the connection; of %d", head, len(rest), len(later), len(sent)-len(valid))
		}
	}
}

// After the handshake nobody's deadline is left on the connection.
func TestHandshakeLeavesNoDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		defer client.Close()
		defer server.Close()
		target := &handshake.Target{Host: "server.example", RequestTarget: "/"}
		accepted := make(chan result)
		go func() {
			agreed, err := handshake.Accept(server, handshake.Rules{})
			accepted <- result{agreed, err}
		}()
		if _, err := handshake.Connect(client, handshake.Offer{Target: target}); err != nil {
			t.Fatal(err)
		}
		if r := <-accepted; r.err != nil {
			t.Fatal(r.err)
		}
		for _, ends := range [][2]net.Conn{{client, server}, {server, client}} {
			go func() {
				<-time.After(time.Hour) // virtual
				if _, err := io.WriteString(ends[0], frame); err != nil {
					t.Errorf("writing an hour later: %v", err)
					ends[0].Close()
				}
			}()
			if _, err := io.ReadFull(ends[1], make([]byte, len(frame))); err != nil {
				t.Fatalf("an hour later: %v", err)
			}
		}
		for _, ends := range [][2]net.Conn{{client, server}, {server, client}} {
			go func() {
				<-time.After(time.Hour)
				if _, err := io.ReadFull(ends[1], make([]byte, len(frame))); err != nil {
					ends[1].Close()
				}
			}()
			if _, err := io.WriteString(ends[0], frame); err != nil {
				t.Fatalf("a write that is read an hour later: %v", err)
			}
		}
	})
}
