package conformance_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/06-full-websocket/conformance"
)

// The judge proves itself on peers that break one rule each. M01 to M32 are the
// mistakes of protocol.md's list.

// A fault, and the cases that have to find it: they fail whoever has it. Behind ~ stand those
// that find it non-strict, and behind ? informational: the RFC allows it. Those
// in brackets only run before them: what is to be fresh needs something to
// compare it with.
type fault struct {
	name   string
	ids    string
	others string // if not "", most cases are tried, and only those of these groups may fail
}

var serverFaults = []fault{
	{"M01 one read is the request", "4.2.1/byte-by-byte", ""},
	{"M01 one read is one frame", "5.2/two-frames-in-one-write 5.2/text-of-131073-bytes", ""},
	{"M01 no message is put together", "5.4/text-in-three 5.4/binary-in-two", ""},
	{"M02 bytes behind the request are lost", "~4.1/frame-glued-to-the-request ~4.1/three-frames-glued-to-the-request", ""},
	{"M03 there is no limit to a message's size", "?10.4/frame-of-64-gib ?10.4/fragment-of-64-gib", ""},
	{"M03 there is no limit to a message's frames", "?10.4/endless-empty-fragments", ""},
	{"M03 a length may have its top bit set", "5.2/length-8000000000000000 5.2/length-ffffffffffffffff", ""},
	{"M04 unmasked frames are accepted", "5.1/unmasked-text 5.1/unmasked-ping 5.1/unmasked-continuation 5.1/unmasked-empty-text", ""},
	{"M04 a server masks", "5.3/server-does-not-mask", ""},
	{"M05 the mask begins anew with each read", "5.3/payload-in-pieces-of-1", ""},
	{"M06 a control frame is part of the message around it", "5.4/ping-between-fragments 5.4/pong-between-fragments", ""},
	{"M06 a control frame ends the message around it", "5.4/ping-between-fragments 5.4/ping-inside-binary", ""},
	{"M07 a ping is not answered", "5.5.2/ping-empty 5.5.2/ping-text", ""},
	{"M07 a ping is answered with a ping", "5.5.2/ping-empty 5.5.2/ping-text", ""},
	{"M07 a ping is answered with a text", "5.5.2/ping-text", ""},
	{"M07 a pong has no payload", "5.5.2/ping-text 5.5.2/ping-125-bytes", "ping and pong, fragmentation, masking, UTF-8, close"},
	{"M07 a pong is masked", "5.5.2/ping-text 5.3/server-does-not-mask", ""},
	{"M08 a Close is not answered", "7.4.1/close-1000 5.5.1/close-empty", ""},
	{"M08 a Close is answered with code 8", "7.4.1/close-1000", ""},
	{"M08 a Close is answered with a reason and no code", "7.4.1/close-1000", ""},
	{"M08 a Close is answered twice", "7.1.1/server-ends-the-connection", ""},
	{"M08 a text follows the Close", "7.1.1/server-ends-the-connection", ""},
	{"M08 after a Close all goes on", "1.4/text-after-close 5.5.2/ping-after-close 5.5.1/two-closes", ""},
	{"the connection is never ended", "7.1.1/server-ends-the-connection 5.5.1/two-closes", ""},
	{"M08 any Close is a good one", "7.4.1/close-1005-on-the-wire 7.4.2/close-999 5.5.1/close-one-byte", "close"},
	{"M08 leaves without a word when a rule is broken", "~5.2/opcode-3 ~5.4/stray-continuation-final ~7.1.7/nothing-after-failing", ""},
	{"M08 says 1000 when a rule is broken", "~5.2/rsv1-set ~8.1/invalid-c0af ~7.4.1/close-1005-on-the-wire", ""},
	{"M09 field names are compared with their case", "4.2.1/names-in-lower-case 4.2.1/names-in-upper-case", ""},
	{"M10 Connection has to be Upgrade alone", "4.2.1/connection-is-a-list 4.2.1/connection-on-two-lines 4.2.1/connection-in-lower-case", ""},
	{"M10 Upgrade has to be in lower case", "4.2.1/upgrade-in-mixed-case", ""},
	{"M11 the GUID has a space in it", "4.2.2/plain-request", ""},
	{"M11 the GUID is one of our own", "4.2.2/plain-request", ""},
	{"M12 Accept is in hex", "4.2.2/plain-request", ""},
	{"M12 Accept is of the hash in hex", "4.2.2/plain-request", ""},
	{"M12 Accept is of the decoded key", "4.2.2/plain-request", ""},
	{`M12 Accept is of a key that ends in \r`, "4.2.2/plain-request", ""},
	{"M12 Accept is of an empty key", "4.2.2/plain-request", ""},
	{"M13 the request ends where a read ends", "~4.1/frame-glued-to-the-request", ""},
	{"M14 the last field is lost", "4.2.1/key-last", ""},
	{"M15 lines end in LF alone", "4.2.2/plain-request", ""},
	{"M15 there is no blank line", "4.2.2/plain-request", ""},
	{"M16 the response is never flushed", "4.2.2/plain-request", ""},
	{"M17 a 64-bit length is read as 16 bits", "5.2/binary-of-65536-bytes 5.2/text-of-131073-bytes", ""},
	{"M17 a 64-bit length is read as its low 16 bits", "5.2/binary-of-65536-bytes 5.2/text-of-131073-bytes", ""},
	{"M17 65535 bytes are written in the long form", "5.2/binary-of-65535-bytes", ""},
	{"M17 a length need not be the shortest", "~5.2/text-of-5-bytes-in-the-126-form ~5.2/text-of-126-bytes-in-the-127-form", ""},
	{"M18 a length has no marker", "5.2/text-of-126-bytes 5.2/binary-of-65536-bytes", ""},
	{"M18 the length counts characters", "5.2/bytes-are-counted", ""},
	{"M19 FIN is read the other way round", "5.2/text-of-7-bytes 5.4/text-in-three", ""},
	{"M20 only the first frame of a read counts", "5.2/two-frames-in-one-write 5.2/twenty-frames-in-one-write", ""},
	{"M21 every handshake is accepted", "4.2.1/post 4.2.1/no-key 4.2.1/key-not-16-bytes 4.2.2/version-8 4.2.1/no-version 4.2.1/no-connection 11.3.1/key-twice", ""},
	{"M22 a handshake keeps the others waiting", "4.2.1/half-a-request-delays-nobody", ""},
	{"M24 there is one connection for all", "5.4/another-connection-between-fragments", ""},
	{"M26 text is not checked", "8.1/invalid-c0af 8.1/invalid-eda080 8.1/ends-inside-a-character-of-2", "UTF-8"},
	{"M26 text is checked frame by frame", "8.1/valid-in-single-bytes 8.1/valid-in-fragments-cut-at-2", ""},
	{"M26 text is checked at its end", "~8.1/early-in-one-frame ~8.1/early-in-the-second-of-three", ""},
	{"M26 text is repaired", "8.1/invalid-c0af", ""},
	{"M27 the Origin is not looked at", "~10.2/foreign-origin ~10.2/origin-null", ""},
	{"M29 closes with unread input", "~7.1.1/goodbye-though-more-is-unread ~7.1.1/ends-cleanly-though-more-is-unread", ""},
	{"M30 the refusal panics", "~4.2.1/no-key ~4.2.1/post", ""},
	{"M31 a GET is answered after the upgrade, too", "5.2/http-request-after-the-handshake", ""},
	{"M32 hixie framing", "5.2/text-of-7-bytes 5.5.2/ping-empty", ""},

	{"RSV bits are not looked at", "5.2/rsv1-set 5.2/rsv2-on-ping 5.2/rsv1-on-continuation", "framing, deflate"},
	{"reserved opcodes are passed over", "5.2/opcode-3 5.2/opcode-b", ""},
	{"control frames may be fragmented", "5.5/ping-fragmented", ""},
	{"control frames may be long", "5.5/ping-126-bytes 5.5/close-126-bytes", ""},
	{"a continuation may begin a message", "5.4/stray-continuation-final 5.4/stray-continuation-unfinished-empty", ""},
	{"a text may begin inside a message", "5.4/text-inside-a-message 5.4/empty-text-inside-a-message", "fragmentation"},
	{"a subprotocol that nobody offered", "4.2.2/plain-request 4.2.2/subprotocol-offered", ""},
	{"fragments are no continuations", "5.2/text-of-2-bytes 5.6/kinds-keep", ""},
	{"text is echoed as binary", "5.2/text-of-1-bytes 5.6/kinds-keep", ""},
	{"M07 every pong answers the first ping", "5.5.2/ping-and-text-alternate 5.4/five-fragments-two-pings", ""},
	{"pongs come behind messages", "~5.4/ping-between-fragments", ""},
	{"every Close is answered with 1000", "~7.4.1/close-1001 ~7.4.2/close-4999", ""},
	{"answers are dropped when a Close comes", "~5.5.1/message-then-close", ""},
	{"a frame is looked at when seven bytes of it are there", "~5.2/rsv1-early ~5.5/ping-126-bytes-early ~5.1/unmasked-text-early", ""},
	{"an extension that is only echoed", "9.1/unknown-extension 9.1/unknown-extension-with-parameters", ""},
}

var clientFaults = []fault{
	{"M01 one read is the response", "4.1/response-byte-by-byte", ""},
	{"M01 one read is one frame", "4.1/three-frames-glued-to-the-response 5.2/text-of-131073-bytes", ""},
	{"M02 bytes behind the response are lost", "4.1/frame-glued-to-the-response 4.1/fragments-glued-to-the-response", ""},
	{"M04 a client does not mask", "5.3/client-masks 5.6/binary-of-64-kib", ""},
	{"M04 a client does not mask its pongs", "5.3/client-masks 5.5.2/ping-empty", ""},
	{"M04 a client does not mask its Close", "5.3/client-masks 5.5.1/close-empty", ""},
	{"M04 masked frames are accepted", "5.1/masked-text 5.1/masked-empty-text 5.1/masked-ping 5.1/masked-continuation 5.1/masked-after-a-text", ""},
	{"M06 a control frame ends the message around it", "5.4/ping-between-fragments", ""},
	{"M07 a ping is answered with a ping", "5.5.2/ping-text", ""},
	{"M08 any Close is a good one", "7.4.1/close-1005-on-the-wire 5.5.1/close-one-byte", ""},
	{"M08 a Close is answered with code 8", "7.4.1/close-1000", ""},
	{"M17 a 64-bit length is read as 16 bits", "5.2/binary-of-65536-bytes", ""},
	{"M26 text is not checked", "8.1/invalid-c0af 8.1/ends-inside-a-character-of-2", ""},
	{"M26 text is checked frame by frame", "8.1/valid-in-single-bytes", ""},
	{"RSV bits are not looked at", "5.2/rsv1-set 5.2/rsv2-on-ping", ""},
	{"reserved opcodes are passed over", "5.2/opcode-3 5.2/opcode-b", ""},
	{"M09 field names are compared with their case", "9110-5.1/response-in-lower-case 9110-5.1/response-in-upper-case", ""},
	{"M09 Host is missing", "4.1/request-names-the-host", ""},
	{"M10 Connection has to be Upgrade alone", "4.1/response-connection-is-a-list 4.1/response-connection-in-other-case", ""},
	{"M10 Connection has to contain Upgrade", "4.1/connection-notupgrade", ""},
	{"M11 the GUID has a space in it", "4.1/accept-guid-with-a-space", ""},
	{"M12 Accept is in hex", "4.1/accept-in-hex", ""},
	{"M12 Accept is of the hash in hex", "4.1/accept-of-the-hex", ""},
	{"M12 Accept is of the decoded key", "4.1/accept-of-a-decoded-key", ""},
	{`M12 Accept is of a key that ends in \r`, "4.1/accept-of-a-key-with-cr", ""},
	{"M12 Accept is of an empty key", "4.1/accept-of-an-empty-key", ""},
	{"M21 the status is not looked at", "4.1/status-200 4.1/status-302 4.1/status-403 4.1/status-503", ""},
	{"M21 Upgrade is not looked at", "4.1/upgrade-missing 4.1/upgrade-h2c 4.1/upgrade-empty", ""},
	{"M21 Connection is not looked at", "4.1/connection-missing 4.1/connection-close", ""},
	{"M21 Accept is not looked at", "4.1/accept-missing 4.1/accept-empty 4.1/accept-is-the-key 4.1/accept-of-the-sample-key 4.1/accept-of-nothing", ""},
	{"M28 Sec-WebSocket-Key is constant", "(4.1/request-is-a-get) 4.1/request-key-is-fresh", ""},
	{"M28 the masking key is constant", "5.3/fresh-keys 5.3/key-random-in-each-byte 5.3/key-no-counter", ""},
	{"M28 the masking key is zero", "5.3/fresh-keys", ""},
	{"M28 the masking key counts", "5.3/key-no-counter 5.3/key-random-in-each-byte", ""},
	{"M28 the masking key has two random bytes", "5.3/key-random-in-each-byte", ""},
	{"M28 the masking keys are those of every connection", "(5.6/kinds-keep) 5.3/first-key-of-each-connection", ""},

	{"the request is a POST", "4.1/request-is-a-get", ""},
	{"the request is HTTP/1.0", "4.1/request-is-http-1.1", ""},
	{"Host has no port", "4.1/request-names-the-host", ""},
	{"Upgrade is missing", "4.1/request-upgrades", ""},
	{"Connection has no Upgrade", "4.1/request-connection", ""},
	{"the version is 8", "4.1/request-version-13", ""},
	{"the key has 15 bytes", "4.1/request-key-of-16-bytes", ""},
	{"the key is zero", "4.1/request-key-is-random", ""},
	{"the request proves something", "11.3.3/request-proves-nothing", ""},
	{"the request announces a body", "4.1/request-has-no-length", ""},
	{"the request announces chunks", "4.1/request-is-not-chunked", ""},
	{"a subprotocol is offered twice", "4.1/request-subprotocols", ""},
	{"a frame before the answer", "4.1/request-waits-for-the-answer", ""},
	{"the subprotocol is not looked at", "4.1/subprotocol-not-offered", ""},
	{"the extensions are not looked at", "4.1/extension-not-offered 9.1/response-extensions-break-the-grammar", ""},
	{"the first response is the last", "9110-15.2/interim-103 9110-15.2/interim-100 9110-15.2/interim-byte-by-byte", ""},
	{"a refusal is never closed", "4.1/status-403 4.1/accept-missing", ""},
}

// A judging judges somebody with a fault, by some cases.
type judging func(*testing.T, string, []conformance.Case, conformance.Options) map[string]conformance.Result

// areFailed checks that all faults are found. Most of the time everybody waits
// for somebody who is silent, so several are at it at a time.
func areFailed(t *testing.T, faults []fault, judge judging) {
	next := make(chan fault)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for f := range next {
				t.Run(f.name, func(t *testing.T) { f.isFailed(t, judge) })
			}
		})
	}
	for _, f := range faults {
		next <- f
	}
	close(next)
	all.Wait()
}

func (f fault) isFailed(t *testing.T, judge judging) {
	ids := strings.Fields(strings.NewReplacer("(", "", ")", "", "~", "", "?", "").Replace(f.ids))
	cases := slices.DeleteFunc(conformance.Cases(), func(c conformance.Case) bool {
		many := f.others != "" && !slices.Contains([]string{"handshake", "limits", "volume", "deflate sizes"}, c.Group)
		return !many && !slices.Contains(ids, c.ID)
	})
	found := f.misjudged(ids, judge(t, f.name, cases, conformance.Options{Patience: 1500 * time.Millisecond, Workers: 64}))
	if len(found) > 0 { // on a slow machine it may take more patience
		found = f.misjudged(ids, judge(t, f.name, cases, conformance.Options{Patience: 20 * time.Second, Workers: 64}))
	}
	if len(found) > 0 {
		t.Error(strings.Join(found, "\n"))
	}
}

// misjudged returns what is wrong with results.
func (f fault) misjudged(ids []string, results map[string]conformance.Result) (found []string) {
	for _, id := range ids {
		want := conformance.Failed
		switch {
		case strings.Contains(f.ids, "~"+id):
			want = conformance.NonStrict
		case strings.Contains(f.ids, "?"+id):
			want = conformance.Informational
		}
		if r, ran := results[id]; !strings.Contains(f.ids, "("+id+")") && (!ran || r.Verdict != want) {
			found = append(found, fmt.Sprintf("%s: %v %v (it ran: %t), want %v", id, r.Verdict, r.Findings, ran, want))
		}
	}
	for id, r := range results {
		if f.others != "" && r.Verdict == conformance.Failed && !strings.Contains(f.others, r.Group) {
			found = append(found, fmt.Sprintf("%s: failed, and %s has nothing to do with it: %v", id, r.Group, r.Findings))
		}
	}
	return found
}

func TestServerFaultsAreFailed(t *testing.T) { areFailed(t, serverFaults, serve) }

func TestACorrectServerPasses(t *testing.T) { passes(t, "", conformance.Servers, serve) }

// It is no fault to answer in fragments, with a ping between them.
func TestAServerThatFragmentsPasses(t *testing.T) {
	passes(t, "messages are echoed in fragments", conformance.Servers, serve)
}

func TestClientFaultsAreFailed(t *testing.T) { areFailed(t, clientFaults, call) }

func TestACorrectClientPasses(t *testing.T) { passes(t, "", conformance.Clients, call) }

// passes expects a result for each case, and nothing to complain of. Of the cases
// that move megabytes, only the largest are tried, and none that waits until a
// server gives up: chapter 06 is judged by all.
func passes(t *testing.T, how string, side conformance.Side, judge judging) {
	t.Parallel() // with each other: most of the time they wait
	cases := slices.DeleteFunc(conformance.Select(conformance.Cases(), side, nil), func(c conformance.Case) bool {
		return c.Heavy && !strings.HasSuffix(c.ID, "of-16-mib") || c.ID == "10.4/half-a-request"
	})
	results := judge(t, how, cases, conformance.Options{Patience: 30 * time.Second})
	for _, c := range cases {
		if r, ran := results[c.ID]; !ran || r.Verdict > conformance.Informational {
			t.Errorf("%s: %v (it ran: %t): %v", c.ID, r.Verdict, ran, r.Findings)
		}
	}
}
