package conformance

import "example/websocket/04-frames/frame"

// oops are the codes for a broken rule of framing.
var oops = []frame.CloseCode{frame.ProtocolError}

func framing() []Case {
	return []Case{
		{ID: "5.2/rsv1-set", Title: "RSV1 on a text, and no extension was agreed on", Autobahn: []string{"3.1"},
			Steps: []Step{send(text("Hello").marked(4)), fails(oops...)}},
		{ID: "5.2/rsv2-after-a-text", Title: "RSV2 on the second text; a ping behind it is not answered", Autobahn: []string{"3.2"},
			Steps: []Step{send(text("Hello"), text("Hello").marked(2), ping("hb")), expect(text("Hello")), fails(oops...)}},
		{ID: "5.2/opcode-3", Title: "a reserved opcode", Autobahn: []string{"4.1.1"},
			Steps: []Step{send(reserved(3, "")), fails(oops...)}},
	}
}
