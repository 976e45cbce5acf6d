package handshake_test

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

type (
	ext    = handshake.Extension
	params = []handshake.Param
)

// The server's answer names the extensions that Negotiate accepts, and nothing
// else does.
func TestNegotiateDecidesOnTheOffers(t *testing.T) {
	var seen []ext
	rules := handshake.Rules{Negotiate: func(offers []ext) []ext {
		seen = offers
		return []ext{{"x-b", params{{"n", "10"}, {"alone", ""}}}, {Name: "x-a"}}
	}}
	request := add(valid, "Sec-WebSocket-Extensions: x-a, x-b; n=12", "sec-websocket-extensions: x-c")
	answer, r := send(t, rules, request)
	if want := add(accepted, "Sec-WebSocket-Extensions: x-b; n=10; alone, x-a"); answer != want {
		t.Errorf("the answer is\n%q, want\n%q (RFC 6455 §9.1)", answer, want)
	}
	if want := []ext{{Name: "x-a"}, {"x-b", params{{"n", "12"}}}, {Name: "x-c"}}; !reflect.DeepEqual(seen, want) {
		t.Errorf("Negotiate sees %v, want %v: all lines are one list (RFC 6455 §9.1)", seen, want)
	}
	if r.agreed == nil || fmt.Sprint(r.agreed.Extensions) != "[x-b; n=10; alone x-a]" {
		t.Errorf("agreed %+v, %v; want the extensions that were accepted", r.agreed, r.err)
	}
	if answer, _ := send(t, handshake.Rules{}, request); answer != accepted {
		t.Errorf("without Negotiate the answer is %q; want no extension", answer)
	}
	rules.Negotiate = func([]ext) []ext { return nil }
	if answer, _ := send(t, rules, request); answer != accepted {
		t.Errorf("if Negotiate accepts none, the answer is %q", answer)
	}
	rules.Negotiate = func(offers []ext) []ext { t.Errorf("asked about %v, and none was offered", offers); return nil }
	send(t, rules, valid)
}

// Check is asked last, sees the answer, and may add to it.
func TestCheckCompletesTheAnswer(t *testing.T) {
	rules := handshake.Rules{
		Subprotocols: []string{"a", "b"},
		Header:       http.Header{"Server": {"lesson"}, "Set-Cookie": {"a=b"}},
		Negotiate:    func(offers []ext) []ext { return offers },
		Check: func(r *handshake.Request, a *handshake.Answer) *handshake.Refusal {
			if a.Subprotocol != "b" || len(a.Extensions) != 1 {
				t.Errorf("Check sees %+v", a)
			}
			a.Header.Add("Set-Cookie", "c=d\r\nX-Evil: 1")
			a.Subprotocol = "a"
			return nil
		},
	}
	request := add(valid, "Sec-WebSocket-Protocol: b, a", "Sec-WebSocket-Extensions: x")
	want := add(accepted, "Sec-WebSocket-Protocol: a", "Sec-WebSocket-Extensions: x", "Server: lesson", "Set-Cookie: a=b", "Set-Cookie: c=d  X-Evil: 1")
	for range 2 { // what Check adds to one answer is not in the next
		if answer, r := send(t, rules, request); answer != want || r.agreed.Subprotocol != "a" {
			t.Errorf("the answer is\n%q, want\n%q; %v", answer, want, r.err)
		}
	}
	bare := handshake.Rules{Check: func(_ *handshake.Request, a *handshake.Answer) *handshake.Refusal {
		a.Header.Set("X", "y")
		return nil
	}}
	if answer, _ := send(t, bare, valid); answer != add(accepted, "X: y") {
		t.Errorf("the answer is %q", answer)
	}
}

// A subprotocol that nobody offered would fail the handshake at the client, with
// no word about why (RFC 6455 §4.1).
func TestCheckPicksOnlyWhatWasOffered(t *testing.T) {
	rules := handshake.Rules{Check: func(_ *handshake.Request, a *handshake.Answer) *handshake.Refusal {
		a.Subprotocol = "c"
		return nil
	}}
	for request, status := range map[string]int{
		valid: 500, add(valid, "Sec-WebSocket-Protocol: a, b"): 500, add(valid, "Sec-WebSocket-Protocol: b, c"): 0,
	} {
		if _, r := send(t, rules, request); statusOf(r.err) != status {
			t.Errorf("%v, want status %d (0 is accepted) for %q", r.err, status, request)
		}
	}
}

// No field of the application's repeats those that make the 101, or announces a
// body that a 101 cannot have (RFC 9110 §8.6).
func TestAnswerCannotRepeatOurFields(t *testing.T) {
	for _, spelled := range []func(string) string{http.CanonicalHeaderKey, strings.ToLower, strings.ToUpper} {
		header := make(http.Header)
		for _, name := range []string{"Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Protocol",
			"Sec-WebSocket-Extensions", "Sec-WebSocket-Version", "Content-Length", "Transfer-Encoding"} {
			header[spelled(name)] = []string{"0"}
		}
		if answer, _ := send(t, handshake.Rules{Header: header}, valid); answer != accepted {
			t.Errorf("the answer is\n%q, want\n%q", answer, accepted)
		}
		offer := string(handshake.Offer{Target: target, Header: header}.Append(nil, rfcKey))
		if offer != valid {
			t.Errorf("the request is\n%q, want\n%q", offer, valid)
		}
	}
}

func TestOfferNamesItsExtensions(t *testing.T) {
	offer := handshake.Offer{Target: target, Extensions: []ext{{"x", params{{"a", ""}, {"b", "1"}}}, {Name: "x"}}}
	if got, want := string(offer.Append(nil, rfcKey)), add(valid, "Sec-WebSocket-Extensions: x; a; b=1, x"); got != want {
		t.Errorf("the request is\n%q, want\n%q (RFC 6455 §9.1)", got, want)
	}
}

// What the server may answer to an offer of x-a (twice, with other parameters)
// and x-b.
func TestJudgeResponseChecksExtensions(t *testing.T) {
	offered := []ext{{"x-a", params{{"n", "1"}}}, {Name: "x-a"}, {Name: "x-b"}}
	for answer, says := range map[string]string{
		"Sec-WebSocket-Extensions: x-a":                                       "",
		"sec-websocket-extensions: x-b;p=1 , x-a":                             "",
		"Sec-WebSocket-Extensions: x-b\r\nSec-WebSocket-Extensions: x-a":      "",
		"Sec-WebSocket-Extensions: x-c":                                       `"x-c", which was not offered (RFC 6455 §4.1)`,
		"Sec-WebSocket-Extensions: X-A":                                       `"X-A", which was not offered (RFC 6455 §4.1)`,
		"Sec-WebSocket-Extensions: x-a, x-c":                                  `"x-c", which was not offered (RFC 6455 §4.1)`,
		"Sec-WebSocket-Extensions: x-a, x-a":                                  `"x-a" twice (RFC 6455 §9.1)`,
		"Sec-WebSocket-Extensions: x-a\r\nSec-WebSocket-Extensions: x-b, x-a": `"x-a" twice (RFC 6455 §9.1)`,
		"Sec-WebSocket-Extensions:":                                           "names no extension (RFC 6455 §9.1)",
		"Sec-WebSocket-Extensions: x-a; =":                                    "breaks the grammar",
		"Sec-WebSocket-Extensions: x-a x-b":                                   "breaks the grammar",
		"Sec-WebSocket-Extensions: x-b; bad":                                  "handshake: in the server's answer bad is no parameter of x-b (RFC 6455 §9.1)",
		"Sec-WebSocket-Extensions: x-b; worse":                                "handshake: worse than bad (RFC 7692 §7.1)",
	} {
		offer := handshake.Offer{Target: target, Extensions: offered, Agree: agree}
		agreed, _, err := connect(t, offer, func(request string) []string {
			return []string{add(correct(t, request), answer)}
		})
		var failure *handshake.Failure
		switch {
		case says == "" && (err != nil || len(agreed.Extensions) == 0):
			t.Errorf("%s: %v", answer, err)
		case says != "" && (!errors.As(err, &failure) || !strings.HasSuffix(err.Error(), says) && !strings.Contains(err.Error(), says+" at")):
			t.Errorf("%s: %v; want a *Failure that says %s", answer, err, says)
		case says != "" && failure.Response == nil:
			t.Errorf("%s: the *Failure has lost the response", answer)
		}
	}
	none := handshake.Offer{Target: target, Extensions: offered, Agree: func(accepted []ext) error {
		return fmt.Errorf("asked about %v, and none was accepted", accepted)
	}}
	agreed, _, err := connect(t, none, func(request string) []string { return []string{correct(t, request)} })
	if err != nil || agreed.Extensions != nil {
		t.Errorf("a server that accepts no extension: %v, %v", agreed, err)
	}
}

// agree finds fault with two parameters.
func agree(accepted []ext) error {
	for _, e := range accepted {
		for _, p := range e.Params {
			switch p.Name {
			case "bad":
				return fmt.Errorf("bad is no parameter of %s", e.Name)
			case "worse":
				return &handshake.Failure{Problem: "worse than bad", Section: "RFC 7692 §7.1"}
			}
		}
	}
	return nil
}

// A redirect is not followed: where it points is the caller's to judge.
func TestConnectFollowsNoRedirect(t *testing.T) {
	for _, status := range []string{"301", "302", "303", "307", "308"} {
		_, conn, err := connect(t, handshake.Offer{Target: target}, func(string) []string {
			return []string{"HTTP/1.1 " + status + " Elsewhere\r\nLocation: wss://evil.example/\r\nContent-Length: 0\r\n\r\n"}
		})
		var failure *handshake.Failure
		if !errors.As(err, &failure) || failure.Response.Header.Get("Location") != "wss://evil.example/" ||
			!strings.Contains(err.Error(), status) || !strings.Contains(err.Error(), `points to "wss://evil.example/"`) {
			t.Errorf("%s: %v; want a *Failure that holds and names the Location", status, err)
		}
		if n := strings.Count(conn.written.String(), "GET "); n != 1 {
			t.Errorf("%s: %d requests were sent, want 1", status, n)
		}
	}
}
