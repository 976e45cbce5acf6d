// Chapter 06: the full WebSocket. Messages in any number of frames, pings,
// goodbyes, text that is text: nothing is wrong any more.
package main

import (
	"context"
	"net"

	"example/websocket/01-raw-socket/program"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
)

func main() {
	var e echo
	var id identity
	var c client
	var j judge
	var s suite
	var b bill
	var o server.Options
	p := program.New("06-full-websocket", "the full WebSocket: an echo, a page, and a client")
	serve := p.Serve("a page at http://, an echo at ws://", id.listen, func(ctx context.Context, l net.Listener) error {
		id.show(l.Addr())
		o.Full = id.over(handshake.TurnAway)
		defer context.AfterFunc(ctx, e.leave)()
		return server.Serve(ctx, l, id.over(e.handler(ctx)), o)
	})
	id.flags(serve)
	serve.Count(&o.MaxConns, "max", 10_000, 1<<20, "serve at most `N` connections at a time")
	serve.Count(&e.limit, "limit", 16<<20, 1<<30, "accept messages of at most `BYTES`")
	serve.Duration(&e.messageTime, "message-time", "end a message that is not complete within `DURATION`; without it 2m")
	serve.BoolVar(&e.compress, "compress", true, "compress messages for clients that offer it")
	dial := p.Dial("URL", "talk: a line is a message; /ping [TEXT], /close [CODE [REASON]]", c.dial)
	c.trust.flags(dial)
	dial.Count(&c.limit, "limit", 16<<20, 1<<30, "accept messages of at most `BYTES`")
	dial.BoolVar(&c.compress, "compress", false, "offer to compress messages")
	check := j.verb(p, "check", "[URL]", "judge any server that echoes messages, by the RFC's rules", "06-full-websocket check ws://127.0.0.1:15000/", j.check)
	j.trust.flags(check)
	check.Duration(&j.late, "message-time", "the server promises to end a message that is not complete within `DURATION`: try that too")
	checkClient := j.verb(p, "check-client", "", "judge any client that echoes messages: it connects, and runs the cases", "06-full-websocket check-client", j.checkClient)
	checkClient.StringVar(&j.addr, "addr", program.Address, "listen on `HOST:PORT`; 0 is any port")
	autobahn := p.Verb("autobahn", "URL", "drive this chapter's client through a suite that listens: check-client, or the Autobahn suite", "06-full-websocket autobahn ws://127.0.0.1:15000", s.run)
	s.flags(autobahn)
	cost := p.Verb("cost", "", "measure what messages cost: beside raw TCP and HTTP, and beside other ways to push", "06-full-websocket cost", b.run)
	cost.Duration(&b.time, "time", "make each kind of round trip for `DURATION`; without it 500ms")
	p.Main()
}
