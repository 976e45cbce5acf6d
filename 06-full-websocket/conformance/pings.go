package conformance

func pings() []Case {
	return []Case{
		{ID: "5.5.2/ping-empty", Title: "a ping without payload", Autobahn: []string{"2.1"},
			Steps: []Step{send(ping("")), expect(pong("")), goodbye()}},
		{ID: "5.5.2/ping-payload", Title: "a pong carries its ping's payload", Autobahn: []string{"2.2"},
			Steps: []Step{send(ping("hb-1")), expect(pong("hb-1")), goodbye()}},
		{ID: "5.5.3/unsolicited-pong", Title: "a pong that answers nothing is passed over", Autobahn: []string{"2.7"},
			Steps: []Step{send(pong("")), goodbye()}},
		{ID: "5.4/ping-between-fragments", Title: "a ping inside a message is no part of it", Autobahn: []string{"5.6"},
			Steps: []Step{send(text("Hel").more(), ping("hb-1"), cont("lo")), expect(pong("hb-1"), text("Hello")), goodbye()}},
	}
}
