package conformance_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/conformance"
	"example/websocket/06-full-websocket/deflate"
)

var squeezingServerFaults = []fault{
	{"the window is too large", "7692-7.1.2.1/server-window-bits-8 7692-7.1.2.1/server-window-bits-9 7692-7.1.2.1/server-window-bits-10 7692-7.1.2.1/server-window-bits-11 " +
		"7692-7.1.2.1/server-window-bits-12 7692-7.1.2.1/server-window-bits-13 7692-7.1.2.1/server-window-bits-14 7692-7.1.2/window-of-9-bits-128-kib", ""},
	{"it takes over though it must not", "7692-7.1.1.1/server-no-context-takeover 7692-7.1.1/alone-64-bytes", ""},
	{"it does not take over what it reads", "7692-7.2.3.2/shared-window 7692-7.2.3.2/over-32768-bytes 7692-7.2/records-1-kib", ""},
	{"the window for what it reads is too small", "7692-7.1.2/window-of-11-bits-to-its-edge 7692-7.1.2/window-of-15-bits-to-its-edge", ""},
	{"unknown parameters pass", "7692-7.1/offer-with-an-unknown-parameter", ""},
	{"any value passes", "7692-7.1.2.1/offer-with-server-max-window-bits-7 7692-7.1.2.2/offer-with-client-max-window-bits-9.5", ""},
	{"leading zeros pass", "7692-7.1.2.1/offer-with-server-max-window-bits-08", ""},
	{"flags have values", "7692-7.1.1.1/offer-with-server-no-context-takeover-1 7692-7.1.1.2/offer-with-client-no-context-takeover-true", ""},
	{"duplicates pass", "7692-7.1.1.1/offer-with-server-no-context-takeover-twice 7692-7.1.2.2/offer-with-client-max-window-bits-twice", ""},
	{"it refuses a handshake for a bad offer", "~7692-7.1/offer-with-an-unknown-parameter", ""},
	{"it answers what was not offered", "7692-7.1/no-parameters", ""},
	{"it answers without a value", "7692-7.1/no-parameters 7692-7.1/what-browsers-offer", ""},
	{"it answers more bits", "7692-7.1.2.1/server-window-bits-9", ""},
	{"it answers 15 bits for the client", "~7692-7.1.2.2/client-window-bits-9", ""},
	{"it leaves out what it agreed on", "7692-7.1.1.1/server-no-context-takeover 7692-7.1.2.1/server-window-bits-9 ~7692-7.1.2.1/server-window-bits-15", ""},
	{"it answers every offer", "7692-5/two-offers 7692-5/same-offer-twice", ""},
	{"RSV1 without an agreement", "7692-6/rsv1-not-negotiated-on-text 7692-6/rsv1-after-a-declined-offer", ""},
}

var squeezingClientFaults = []fault{
	{"the window is too large", "7692-7.1.2.2/client-window-bits-8 7692-7.1.2.2/client-window-bits-9 7692-7.1.2.2/client-window-bits-12 7692-7.1.2.2/client-window-bits-14 " +
		"7692-7.1.2/window-of-9-bits-128-kib", ""},
	{"it takes over though it must not", "7692-7.1.1.2/client-no-context-takeover 7692-7.1.1/alone-64-bytes", ""},
	{"it does not take over what it reads", "7692-7.2.3.2/shared-window", ""},
	{"unknown parameters pass", "7692-7.1/answer-with-an-unknown-parameter", ""},
	{"any value passes", "7692-7.1.2.1/answer-with-server-max-window-bits-7 7692-7.1.2.2/answer-with-client-max-window-bits-0", ""},
	{"leading zeros pass", "7692-7.1.2.1/answer-with-server-max-window-bits-08", ""},
	{"flags have values", "7692-7.1.1.1/answer-with-server-no-context-takeover-1 7692-7.1.1.2/answer-with-client-no-context-takeover-1", ""},
	{"duplicates pass", "7692-7.1.1.1/answer-with-server-no-context-takeover-twice 7692-7.1.2.2/answer-with-client-max-window-bits-twice", ""},
	{"every answer passes", "9.1/answer-with-an-extension-that-was-not-offered 9.1/answer-with-an-extension-more 7692-5/answer-twice " +
		"7692-7.1.2.2/answer-with-client-max-window-bits-without-a-value 7692-7.1.1.1/answer-without-server-no-context-takeover " +
		"7692-7.1.2.1/answer-without-server-max-window-bits 7692-7.1.2.1/answer-with-more-server-max-window-bits", ""},
	{"it offers no bits for the client, and every answer passes", "7692-7.1.2.2/answer-with-client-max-window-bits-not-offered", ""},
}

// These are faults of either side.
var squeezingFaults = []fault{
	{"RSV1 anywhere", "7692-6/rsv1-on-ping 7692-6/rsv1-on-continuation 7692-6/rsv1-on-pong-inside-a-message", ""},
	{"it marks pongs", "7692-6.2/ping-between-fragments", ""},
	{"it marks plain messages", "7692-7.2.3.1/one-block", ""},
	{"it marks each fragment", "7692-7.2.3.1/one-block", ""},
	{"it compresses without a mark", "7692-7.2.3.1/one-block", ""},
	{"it does not cut the tail", "7692-7.2.3.1/one-block", ""},
	{"it inflates each fragment", "7692-7.2.3.1/two-fragments-cut-at-3 7692-6.2/empty-fragments-first", ""},
	{"plain messages enter the window", "7692-7.2/plain-message-is-not-in-the-window", ""},
	{"it drops what is behind a final block", "7692-7.2.3.4/data-behind-a-final-block", ""},
	{"it takes what inflates", "7692-7.2.2/corrupt-in-the-second-fragment 7692-7.2.2/plain-text ~7692-7.2.2/ends-early-half", ""},
	{"inflated text is not checked", "7692-7.2.2/text-not-utf-8 7692-7.2.2/text-that-ends-inside-a-character", ""},
}

func TestFaultsOfCompressionAreFailed(t *testing.T) {
	areFailed(t, squeezingServerFaults, squeeze)
	areFailed(t, squeezingClientFaults, squeezeBack)
	areFailed(t, squeezingFaults, squeeze)
	areFailed(t, squeezingFaults, squeezeBack)
}

// A bomb takes longer than a fault.
func TestABombIsForgivenOrRefused(t *testing.T) {
	bomb := conformance.Select(conformance.Cases(), conformance.Servers, regexp.MustCompile("^7692-8/"))
	for fault, want := range map[string]conformance.Verdict{"": conformance.OK, "there is no limit to what inflates": conformance.Informational} {
		for id, r := range squeeze(t, fault, bomb, conformance.Options{Patience: time.Minute}) {
			if r.Verdict != want {
				t.Errorf("%q: %s is %v, want %v: %v", fault, id, r.Verdict, want, r.Findings)
			}
		}
	}
}

// aboutCompression are the cases for somebody who compresses, but of those about
// many sizes only a few: chapter 06 is judged by all.
func aboutCompression(side conformance.Side) []conformance.Case {
	return slices.DeleteFunc(conformance.Select(conformance.Cases(), side, nil), func(c conformance.Case) bool {
		few := strings.HasSuffix(c.ID, "-1-kib") || strings.HasSuffix(c.ID, "-8-kib-in-fragments-of-256")
		return c.Heavy || c.ID == "7692-6.2/every-cut" || c.Group != "deflate" && c.Group != "deflate terms" && (c.Group != "deflate sizes" || !few)
	})
}

func TestWhoCompressesRightlyPasses(t *testing.T) {
	for id, r := range squeeze(t, "", aboutCompression(conformance.Servers), conformance.Options{Patience: 30 * time.Second}) {
		if r.Verdict != conformance.OK {
			t.Errorf("a server, %s: %v: %v", id, r.Verdict, r.Findings)
		}
	}
	for id, r := range squeezeBack(t, "", aboutCompression(conformance.Clients), conformance.Options{Patience: 30 * time.Second}) {
		if r.Verdict > conformance.NotOffered {
			t.Errorf("a client, %s: %v: %v", id, r.Verdict, r.Findings)
		}
	}
}

// Whoever wants less than another breaks no rule.
func TestWhoCompressesLittlePasses(t *testing.T) {
	for fault, want := range map[string]map[string]conformance.Verdict{
		"it declines": {"7692-7.2.3.1/one-block": conformance.NotOffered, "7692-7.1.2.1/server-window-bits-9": conformance.NotOffered,
			"7692-7.1/offer-with-an-unknown-parameter": conformance.OK, "7692-6/rsv1-not-negotiated-on-text": conformance.OK},
		"only the first offer counts": {"7692-5/behind-an-unknown-parameter": conformance.NotOffered, "7692-5/two-offers": conformance.OK},
		"it never compresses":         {"7692-7.2.3.1/one-block": conformance.OK, "7692-7.1.2.1/server-window-bits-9": conformance.OK},
	} {
		results := squeeze(t, fault, aboutCompression(conformance.Servers), conformance.Options{Patience: 30 * time.Second})
		for id, v := range want {
			if r, ran := results[id]; !ran || r.Verdict != v {
				t.Errorf("%s: %s is %v (it ran: %t), want %v: %v", fault, id, r.Verdict, ran, v, r.Findings)
			}
		}
		for id, r := range results {
			if r.Verdict > conformance.NotOffered {
				t.Errorf("%s: %s is %v: %v", fault, id, r.Verdict, r.Findings)
			}
		}
	}
}

// squeeze judges a server that compresses, with a fault.
func squeeze(t *testing.T, fault string, cases []conformance.Case, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	server := start(t, loopback(t), func(_ context.Context, conn net.Conn) {
		s := squeezer{fault: fault, conn: conn, in: bufio.NewReader(conn), role: frame.Server}
		if s.accept() == nil {
			s.serve()
		}
	})
	results := make(map[string]conformance.Result)
	err := conformance.CheckServer(context.Background(), server, cases, o, func(r conformance.Result) { results[r.ID] = r })
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// squeezeBack judges a client that compresses, with a fault.
func squeezeBack(t *testing.T, fault string, cases []conformance.Case, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	l := loopback(t)
	visit := func(target string) {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return
		}
		defer conn.Close()
		s := squeezer{fault: fault, conn: conn, in: bufio.NewReader(conn), role: frame.Client}
		if s.ask(target) == nil {
			s.serve()
		}
	}
	var driven sync.WaitGroup
	driven.Go(func() {
		var all sync.WaitGroup
		turns := make(chan bool, 16)
		for i := range conformance.Select(cases, conformance.Clients, nil) {
			turns <- true
			all.Go(func() {
				visit(fmt.Sprintf("/runCase?case=%d", i+1))
				<-turns
			})
		}
		all.Wait()
		visit("/updateReports")
	})
	results := make(map[string]conformance.Result)
	err := conformance.CheckClient(context.Background(), l, cases, o, func(r conformance.Result) { results[r.ID] = r })
	driven.Wait()
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// ask shakes hands as a client.
func (s *squeezer) ask(target string) error {
	var want deflate.Params
	if s.fault == "every answer passes" {
		want = deflate.Params{ServerNoTakeover: true, ServerBits: 10} // there is more to break then
	}
	offer := want.Offer().String()
	if s.fault == "it offers no bits for the client, and every answer passes" {
		offer = "permessage-deflate"
	}
	const key = "dGhlIHNhbXBsZSBub25jZQ=="
	fmt.Fprintf(s.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: %s\r\nSec-WebSocket-Extensions: %s\r\n\r\n", target, s.conn.RemoteAddr(), key, offer)
	r, err := http.ReadResponse(s.in, nil)
	if err != nil {
		return err
	}
	lines := r.Header.Values("Sec-WebSocket-Extensions")
	if s.on = len(lines) > 0; !s.on {
		s.begin(deflate.Params{})
		return nil
	}
	list, err := handshake.ParseExtensions(lines)
	if err != nil {
		return err
	}
	agreed, err := want.Agree(s.spoil(list))
	if err != nil && s.fault != "every answer passes" && s.fault != "it offers no bits for the client, and every answer passes" {
		return errors.Join(err, s.conn.Close())
	}
	s.begin(agreed)
	return nil
}
