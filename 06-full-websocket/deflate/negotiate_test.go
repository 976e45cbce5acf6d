package deflate_test

import (
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/deflate"
)

type params = deflate.Params

func parse(t *testing.T, line string) []handshake.Extension {
	t.Helper()
	list, err := handshake.ParseExtensions([]string{line})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// short lets the tables leave out what they are not about.
var short = strings.NewReplacer("pmd", "permessage-deflate", "snct", "server_no_context_takeover", "cnct", "client_no_context_takeover",
	"smwb", "server_max_window_bits", "cmwb", "client_max_window_bits")

func TestOffer(t *testing.T) {
	for _, test := range []struct {
		want  params
		offer string
	}{
		{params{}, "pmd; cmwb"}, // what Chromium and Firefox send
		{params{ServerNoTakeover: true}, "pmd; snct; cmwb"},
		{params{ClientNoTakeover: true}, "pmd; cnct; cmwb"},
		{params{ServerBits: 10}, "pmd; smwb=10; cmwb"},
		{params{ClientBits: 8}, "pmd; cmwb=8"},
		{params{true, true, 8, 15}, "pmd; snct; cnct; smwb=8; cmwb=15"},
	} {
		if got := test.want.Offer().String(); got != short.Replace(test.offer) {
			t.Errorf("%+v offers %q, want %q", test.want, got, short.Replace(test.offer))
		}
	}
}

func TestNegotiate(t *testing.T) {
	for _, test := range []struct {
		want   params
		offer  string
		answer string // "" declines
		agreed params
	}{
		{params{}, "pmd", "pmd", params{}},
		{params{}, "pmd; cmwb", "pmd", params{}},
		{params{}, "pmd; cmwb=10", "pmd", params{}},
		{params{}, "pmd; cmwb=8", "pmd", params{}},
		{params{}, "pmd; snct", "pmd; snct", params{ServerNoTakeover: true}},
		{params{}, "pmd; cnct", "pmd; cnct", params{ClientNoTakeover: true}},
		{params{}, "pmd; cnct; snct", "pmd; snct; cnct", params{ServerNoTakeover: true, ClientNoTakeover: true}},
		{params{}, "pmd; smwb=8", "pmd; smwb=8", params{ServerBits: 8}},
		{params{}, "pmd; smwb=15", "pmd; smwb=15", params{ServerBits: 15}},
		{params{}, `pmd; smwb="10"`, "pmd; smwb=10", params{ServerBits: 10}},
		{params{}, "pmd;cmwb ; smwb\t=\t9", "pmd; smwb=9", params{ServerBits: 9}},

		// What the server wants, asked for or not.
		{params{ServerNoTakeover: true}, "pmd", "pmd; snct", params{ServerNoTakeover: true}},
		{params{ClientNoTakeover: true}, "pmd", "pmd; cnct", params{ClientNoTakeover: true}},
		{params{ServerBits: 10}, "pmd; smwb=12", "pmd; smwb=10", params{ServerBits: 10}},
		{params{ServerBits: 12}, "pmd; smwb=10", "pmd; smwb=10", params{ServerBits: 10}},
		{params{ServerBits: 12}, "pmd", "pmd", params{ServerBits: 12}},
		{params{ClientBits: 12}, "pmd", "pmd", params{}},
		{params{ClientBits: 12}, "pmd; cmwb", "pmd; cmwb=12", params{ClientBits: 12}},
		{params{ClientBits: 12}, "pmd; cmwb=10", "pmd; cmwb=10", params{ClientBits: 10}},
		{params{ClientBits: 10}, "pmd; cmwb=12", "pmd; cmwb=10", params{ClientBits: 10}},
		{params{ClientBits: 10}, "pmd; cmwb=9", "pmd; cmwb=9", params{ClientBits: 9}},
		{params{ClientBits: 10}, "pmd; cmwb=8", "pmd", params{}},
		{params{ClientBits: 8}, "pmd; cmwb", "pmd; cmwb=9", params{ClientBits: 9}},

		// What is not understood is declined, and the next offer counts.
		{params{}, "x-foo", "", params{}},
		{params{}, "PMD", "", params{}},
		{params{}, "x-foo, pmd", "pmd", params{}},
		{params{}, "pmd; x", "", params{}},
		{params{}, "pmd; x=1, pmd", "pmd", params{}},
		{params{}, "pmd; Snct", "", params{}},
		{params{}, "pmd; snct=1", "", params{}},
		{params{}, "pmd; cnct=true", "", params{}},
		{params{}, "pmd; snct; snct", "", params{}},
		{params{}, "pmd; cnct; cnct", "", params{}},
		{params{}, "pmd; smwb=10; smwb=10", "", params{}},
		{params{}, "pmd; cmwb; cmwb", "", params{}},
		{params{}, "pmd; cmwb; cmwb=10", "", params{}},
		{params{}, "pmd; smwb", "", params{}},
		{params{}, "pmd; smwb=7, pmd; smwb=16, pmd; smwb=0, pmd; smwb=-9, pmd; smwb=08, pmd; smwb=010, pmd; smwb=9.5, pmd; smwb=1e1, pmd; smwb=+9, pmd; smwb=a", "", params{}},
		{params{}, "pmd; cmwb=7, pmd; cmwb=16, pmd; cmwb=0, pmd; cmwb=09, pmd; cmwb=150, pmd; cmwb=99999999999999999999", "", params{}},
		{params{}, "pmd; smwb=7, pmd; smwb=9; snct, pmd", "pmd; snct; smwb=9", params{ServerNoTakeover: true, ServerBits: 9}},
		{params{ClientBits: 9}, "pmd; cmwb=16, pmd", "pmd", params{}},
	} {
		agreed, answer, ok := test.want.Negotiate(parse(t, short.Replace(test.offer)))
		got := ""
		if ok {
			got = answer.String()
		}
		if got != short.Replace(test.answer) || agreed != test.agreed || ok != (test.answer != "") {
			t.Errorf("%+v, offered %s: answers %q and has %+v; want %q, %+v (RFC 7692 §7.1)", test.want, test.offer, got, agreed, test.answer, test.agreed)
		}
	}
}

func TestAgree(t *testing.T) {
	for _, test := range []struct {
		offered params
		answer  string
		agreed  params
	}{
		{params{}, "pmd", params{ClientBits: 15}},
		{params{}, "pmd; snct", params{ServerNoTakeover: true, ClientBits: 15}},
		{params{}, "pmd; cnct", params{ClientNoTakeover: true, ClientBits: 15}},
		{params{}, "pmd; cmwb=8", params{ClientBits: 8}},
		{params{}, "pmd; smwb=8", params{ServerBits: 8, ClientBits: 15}}, // unasked, as §7.1.2.1 allows
		{params{}, `pmd; cmwb="9"; smwb=15`, params{ServerBits: 15, ClientBits: 9}},
		{params{ServerNoTakeover: true}, "pmd; snct", params{ServerNoTakeover: true, ClientBits: 15}},
		{params{ClientNoTakeover: true}, "pmd", params{ClientNoTakeover: true, ClientBits: 15}}, // a promise
		{params{ServerBits: 10}, "pmd; smwb=10", params{ServerBits: 10, ClientBits: 15}},
		{params{ServerBits: 10}, "pmd; smwb=9", params{ServerBits: 9, ClientBits: 15}},
		{params{ServerBits: 15}, "pmd", params{ClientBits: 15}},
		{params{ClientBits: 10}, "pmd", params{ClientBits: 10}}, // a promise too
		{params{ClientBits: 10}, "pmd; cmwb=12", params{ClientBits: 10}},
		{params{ClientBits: 10}, "pmd; cmwb=9", params{ClientBits: 9}},
	} {
		agreed, err := test.offered.Agree(parse(t, short.Replace(test.answer)))
		if err != nil || agreed != test.agreed {
			t.Errorf("%+v, answered %s: %+v, %v; want %+v", test.offered, test.answer, agreed, err, test.agreed)
		}
	}
}

func TestAgreeRefuses(t *testing.T) {
	for _, test := range []struct {
		offered params
		answer  string
		section string
	}{
		{params{}, "x-foo", "RFC 6455 §9.1"},
		{params{}, "pmd, pmd", "RFC 6455 §9.1"},
		{params{}, "pmd, x-foo", "RFC 6455 §9.1"},
		{params{}, "pmd; x", "RFC 7692 §7.1"},
		{params{}, "pmd; snct=1", "RFC 7692 §7.1"},
		{params{}, "pmd; snct; snct", "RFC 7692 §7.1"},
		{params{}, "pmd; cmwb", "RFC 7692 §7.1"},
		{params{}, "pmd; cmwb=7", "RFC 7692 §7.1"},
		{params{}, "pmd; cmwb=16", "RFC 7692 §7.1"},
		{params{}, "pmd; cmwb=9; cmwb=9", "RFC 7692 §7.1"},
		{params{}, "pmd; smwb", "RFC 7692 §7.1"},
		{params{}, "pmd; smwb=08", "RFC 7692 §7.1"},
		{params{ServerNoTakeover: true}, "pmd", "RFC 7692 §7.1.1.1"},
		{params{ServerBits: 10}, "pmd", "RFC 7692 §7.1.2.1"},
		{params{ServerBits: 10}, "pmd; smwb=11", "RFC 7692 §7.1.2.1"},
	} {
		agreed, err := test.offered.Agree(parse(t, short.Replace(test.answer)))
		if err == nil || !strings.HasSuffix(err.Error(), "("+test.section+")") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%+v, answered %s: %+v, %v; want an error that names %s", test.offered, test.answer, agreed, err, test.section)
		}
	}
	if agreed, err := (params{}).Agree(nil); err == nil {
		t.Errorf("no answer is taken for %+v", agreed)
	}
}

// Whatever a client and a server want, they come to an agreement, and the same
// one but for what stays one side's own business: no window is larger for the
// sender than for the receiver.
func TestBothSidesAgree(t *testing.T) {
	var all []params
	for _, bits := range [][2]int{{0, 0}, {8, 8}, {9, 15}, {15, 9}, {12, 10}, {10, 12}} {
		for i := range 4 {
			all = append(all, params{i&1 != 0, i&2 != 0, bits[0], bits[1]})
		}
	}
	full := func(bits int) int { return (bits+14)%15 + 1 } // 0 is 15
	for _, client := range all {
		for _, server := range all {
			s, answer, ok := server.Negotiate([]handshake.Extension{client.Offer()})
			if !ok {
				t.Fatalf("server %+v declines %s", server, client.Offer())
			}
			c, err := client.Agree([]handshake.Extension{answer})
			if err != nil {
				t.Fatalf("client %+v, server %+v: %v", client, server, err)
			}
			if s.ServerNoTakeover != c.ServerNoTakeover || s.ClientNoTakeover != c.ClientNoTakeover ||
				full(s.ServerBits) > full(c.ServerBits) || full(c.ClientBits) > full(s.ClientBits) ||
				full(s.ServerBits) > full(server.ServerBits) || full(s.ServerBits) > full(client.ServerBits) || full(c.ClientBits) > full(client.ClientBits) {
				t.Errorf("client %+v and server %+v (%s): the client has %+v, the server %+v", client, server, answer, c, s)
			}
		}
	}
}
