// Chapter 03: the handshake, the only moment of HTTP. The browser says
// that the WebSocket is open; then our plain text is not what it
// expects.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/02-tcp-echo/finish"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/03-http-upgrade/page"
)

const idle = time.Minute // is how long one read or write may take

func main() {
	o := server.Options{Full: handshake.TurnAway} // past -max: 503
	p := program.New("03-http-upgrade", "a handshake: HTTP, once")
	serve := p.Serve("a handshake, then plain text; a page", net.Listen,
		func(ctx context.Context, l net.Listener) error {
			return server.Serve(ctx, l, handle, o)
		})
	serve.Count(&o.MaxConns, "max", 10_000, 1<<20, "serve `N` at most")
	p.Dial("URL", "shake hands; send what you type, show replies", dial)
	p.Verb("autopsy", "KEY ACCEPT", "say why ACCEPT is wrong",
		"03-http-upgrade autopsy AAAA AAAA", autopsy)
	p.Main()
}

func handle(ctx context.Context, conn net.Conn) {
	defer finish.Close(conn, time.Second)
	who := conn.RemoteAddr()
	opening := handshake.Rules{Plain: page.Serve} // or else a page
	agreed, err := handshake.Accept(conn, opening)
	if err != nil {
		fmt.Printf("%s: %s\n", who, program.Why(err))
		return
	}
	fmt.Printf("%s: we read\n\n%s", who, agreed.Received)
	fmt.Printf("%s: we wrote\n\n%s", who, agreed.Sent)
	rw := server.WithIdle(ctx, conn, idle)
	defer rw.Release()

	// As on any socket. But the browser expects a frame.
	io.WriteString(rw, "Hello\n")
	err = program.Dump(who.String(), agreed.Reader(rw))
	fmt.Printf("%s: %s\n", who, program.Why(err))
}

func dial(ctx context.Context, url string, in *program.Input) error {
	conn, agreed, err := handshake.Dial(ctx, url, os.Stdout)
	if err != nil {
		return err
	}
	return program.Talk(ctx, conn, in, nil, func(r io.Reader) error {
		return program.Dump("the server", agreed.Reader(r))
	})
}

func autopsy(_ context.Context, pair []string) error {
	fmt.Println(handshake.Autopsy(pair[0], pair[1]))
	return nil
}
