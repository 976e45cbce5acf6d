package conformance

import "example/websocket/04-frames/frame"

func closing() []Case {
	return []Case{
		{ID: "5.5.1/close-after-a-message", Title: "a message, then a Close", Autobahn: []string{"7.1.1"},
			Steps: []Step{send(text("Hello")), expect(text("Hello")), goodbye()}},
		{ID: "5.5.1/close-one-byte", Title: "a Close whose payload is one byte", Autobahn: []string{"7.3.2"},
			Steps: []Step{send(closeRaw("a")), fails(oops...)}},
		{ID: "7.4.1/close-1005-on-the-wire", Title: "a Close with 1005, which is only for reporting", Autobahn: []string{"7.9.4"},
			Steps: []Step{send(closeOf(frame.NoStatus, "")), fails(oops...)}},
		{ID: "7.4.2/close-3000", Title: "a Close with a library's code", Autobahn: []string{"7.7.10"},
			Steps: []Step{send(closeOf(3000, "")), expectClose(3000)}},
	}
}
