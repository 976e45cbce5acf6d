package handshake_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

var target = &handshake.Target{Address: "server.example:80", Host: "server.example", RequestTarget: "/chat"}

// The request, byte by byte: valid with another key.
func TestConnectRequestByteForByte(t *testing.T) {
	if got := string(handshake.Offer{Target: target}.Append(nil, rfcKey)); got != valid {
		t.Errorf("the request is\n%q, want\n%q (RFC 6455 §4.1)", got, valid)
	}
	offer := handshake.Offer{Target: target, Origin: "http://server.example", Subprotocols: []string{"chat", "superchat"},
		Header: http.Header{"Cookie": {"a=b"}}}
	want := add(valid, "Origin: http://server.example", "Sec-WebSocket-Protocol: chat, superchat", "Cookie: a=b")
	if got := string(offer.Append(nil, rfcKey)); got != want {
		t.Errorf("the request is\n%q, want\n%q (RFC 6455 §4.1)", got, want)
	}
}

// Nothing that an application passes can end a line of the request.
func TestOfferCannotBeInjected(t *testing.T) {
	const evil = "a\r\nX-Evil: 1\r\n\r\nb\nX-Evil: 2"
	offer := handshake.Offer{Target: target, Origin: evil, Subprotocols: []string{evil},
		Header: http.Header{"Cookie": {evil}, "X\r\nX-Evil": {"3"}, "X-Evil: 4\r\nX": {""}}}
	got := string(offer.Append(nil, rfcKey))
	if strings.Contains(got, "\nX-Evil") || strings.Count(got, "\r\n\r\n") != 1 || strings.Count(got, "\r\n") != strings.Count(got, "\n") {
		t.Errorf("a line slipped in: %q", got)
	}
}

// The caller's fields cannot repeat those that make the handshake.
func TestOfferCannotRepeatOurFields(t *testing.T) {
	plain := handshake.Offer{Target: &handshake.Target{Host: "a", RequestTarget: "/"}}
	repeating := plain
	repeating.Header = http.Header{
		"Host": {"b"}, "Upgrade": {"h2c"}, "Connection": {"close"}, "Sec-Websocket-Key": {"x"},
		"Sec-Websocket-Version": {"8"}, "Sec-Websocket-Extensions": {"x-foo"},
		"Origin": {"http://b"}, "Sec-Websocket-Protocol": {"chat"},
	}
	if got, want := string(repeating.Append(nil, "k")), string(plain.Append(nil, "k")); got != want {
		t.Errorf("request\n%q, want\n%q", got, want)
	}
}

func TestNewKeyIsFreshAndOf16Bytes(t *testing.T) {
	seen := make(map[string]bool)
	for range 1000 {
		key := handshake.NewKey()
		if b, err := base64.StdEncoding.Strict().DecodeString(key); err != nil || len(b) != 16 {
			t.Fatalf("key %q is %d bytes, %v; want 16 (RFC 6455 §4.1 (7))", key, len(b), err)
		}
		if seen[key] {
			t.Fatalf("key %q came twice (RFC 6455 §4.1 (7))", key)
		}
		seen[key] = true
	}
}

// connect runs Connect against a server that answers each request with what
// answer makes of it, in the given pieces, and then ends the stream.
func connect(t *testing.T, offer handshake.Offer, answer func(request string) []string) (*handshake.Agreement, *talker, error) {
	t.Helper()
	conn := &talker{answer: answer}
	agreed, err := handshake.Connect(conn, offer)
	return agreed, conn, err
}

// talker is a connection to such a server.
type talker struct {
	script
	answer func(request string) []string
}

func (c *talker) Write(p []byte) (int, error) {
	c.pieces = append(c.pieces, c.answer(string(p))...)
	return c.script.Write(p)
}

// correct returns a 101 with the right Accept for the request's key.
func correct(t *testing.T, request string) string {
	t.Helper()
	return change(accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", sum(keyOf(t, request)+theGUID))
}

func TestTwoHandshakesDiffer(t *testing.T) {
	var requests []string
	for range 2 {
		_, _, err := connect(t, handshake.Offer{Target: target}, func(request string) []string {
			requests = append(requests, request)
			return []string{correct(t, request)}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if keyOf(t, requests[0]) == keyOf(t, requests[1]) {
		t.Errorf("both carry the key %q: a recorded 101 would pass (RFC 6455 §4.1 (7))", keyOf(t, requests[0]))
	}
}

// The 101 may come in any pieces, and a frame may hang on to it.
func TestConnectReadsAnyPieces(t *testing.T) {
	const hello = "\x81\x05Hello"
	check := func(how string, cut func(stream string) []string) {
		t.Helper()
		var sent string
		agreed, conn, err := connect(t, handshake.Offer{Target: target}, func(request string) []string {
			sent = correct(t, request)
			return cut(sent + hello)
		})
		if err != nil {
			t.Errorf("%s: %v", how, err)
			return
		}
		b, _ := io.ReadAll(agreed.Reader(conn))
		if string(b) != hello || string(agreed.Received) != sent || string(agreed.Sent) != conn.written.String() {
			t.Errorf("%s: then % x, want % x; received %q, sent %q", how, b, hello, agreed.Received, agreed.Sent)
		}
	}
	check("in one write", func(s string) []string { return []string{s} })
	check("byte by byte", bytewise)
	for i := 1; i < len(accepted+hello); i++ {
		check("cut behind "+accepted[:min(i, len(accepted))][max(0, i-10):], func(s string) []string { return []string{s[:i], s[i:]} })
	}
	agreed, _, err := connect(t, handshake.Offer{Target: target}, func(request string) []string {
		return []string{correct(t, request) + hello}
	})
	if err != nil || string(agreed.Rest) != hello {
		t.Errorf("101 and frame in one write: %v, Rest % x, want % x", err, agreed.Rest, hello)
	}
}

// Responses that only announce the answer are passed over (RFC 9110 §15.2), but
// not for ever.
func TestConnectWaitsThroughInterimResponses(t *testing.T) {
	const hello = "\x81\x05Hello"
	for how, cut := range map[string]func(string) []string{
		"in one write": func(s string) []string { return []string{s} },
		"byte by byte": bytewise,
	} {
		var sent string
		agreed, conn, err := connect(t, handshake.Offer{Target: target}, func(request string) []string {
			sent = correct(t, request)
			return cut("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + sent + hello)
		})
		if err != nil {
			t.Errorf("%s: %v", how, err)
			continue
		}
		if b, _ := io.ReadAll(agreed.Reader(conn)); string(b) != hello || string(agreed.Received) != sent {
			t.Errorf("%s: then % x, want % x; received %q, sent %q", how, b, hello, agreed.Received, sent)
		}
	}
	_, _, err := connect(t, handshake.Offer{Target: target}, func(request string) []string {
		return []string{strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 6) + correct(t, request)}
	})
	var failure *handshake.Failure
	if !errors.As(err, &failure) || failure.Response.Status != 102 {
		t.Errorf("after six interim responses: %v, want a *Failure with status 102", err)
	}
}

func TestConnectReportsEarlyEnd(t *testing.T) {
	for i := range len(accepted) {
		agreed, _, err := connect(t, handshake.Offer{Target: target}, func(request string) []string {
			return []string{correct(t, request)[:i]}[:min(i, 1)]
		})
		want := io.ErrUnexpectedEOF
		if i == 0 {
			want = io.EOF
		}
		var failure *handshake.Failure
		if !errors.As(err, &failure) || !errors.Is(err, want) || agreed != nil {
			t.Errorf("the answer ends after %q: %v, want a *Failure that wraps %v", accepted[:i], err, want)
		}
	}
}

// A silent server costs the time that was given, not more.
func TestConnectTimesOut(t *testing.T) {
	for name, sent := range map[string]string{"silent": "", "half a line": "HTTP/1.1 101", "no blank line": accepted[:len(accepted)-2]} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server := net.Pipe()
				defer server.Close()
				go func() {
					io.ReadFull(server, make([]byte, len(valid)))
					io.WriteString(server, sent)
				}()
				start := time.Now()
				_, err := handshake.Connect(client, handshake.Offer{Target: target, Limits: handshake.Limits{Time: 3 * time.Second}})
				var failure *handshake.Failure
				if took := time.Since(start); took != 3*time.Second || !errors.As(err, &failure) || !errors.Is(err, timeout) {
					t.Errorf("%v after %v, want a *Failure that wraps %v after 3s", err, took, timeout)
				}
			})
		})
	}
}

// Nobody reads the request.
func TestConnectTimesOutWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		defer server.Close()
		if _, err := handshake.Connect(client, handshake.Offer{Target: target}); !errors.Is(err, timeout) {
			t.Errorf("%v, want %v", err, timeout)
		}
	})
}

func TestDialEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error, 1)
	go func() { // a server that reads and says nothing
		conn, err := l.Accept()
		if err != nil {
			gone <- err
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		io.ReadFull(conn, make([]byte, 16))
		cancel()
		_, err = io.Copy(io.Discard, conn)
		gone <- err
	}()
	_, _, err = handshake.Dial(ctx, "ws://"+l.Addr().String(), io.Discard)
	var failure *handshake.Failure
	if err == nil || errors.As(err, &failure) {
		t.Errorf("a cancelled Dial returns %v; want it cut, not out of time", err)
	}
	if err := <-gone; err != nil {
		t.Errorf("the server sees %v, want the end of the stream", err)
	}
}
