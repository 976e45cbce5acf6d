// Chapter 04: frames. The browser shows the messages that we push: each
// says where it ends. What the browser sends back is noise, so far.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/02-tcp-echo/finish"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/03-http-upgrade/page"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
)

const idle = time.Minute // is how long one read or write may take

var rules = frame.Rules{Limit: 1 << 20} // masked or not

func main() {
	o := server.Options{Full: handshake.TurnAway} // past -max: 503
	p := program.New("04-frames", "messages that say where they end")
	serve := p.Serve("push messages, show what comes back", net.Listen,
		func(ctx context.Context, l net.Listener) error {
			return server.Serve(ctx, l, handle, o)
		})
	serve.Count(&o.MaxConns, "max", 10_000, 1<<20, "serve `N` at most")
	p.Dial("URL", "send lines as frames, show what comes", dial)
	p.Verb("decode", "HEX…", "draw the frames that these bytes are",
		"04-frames decode 81 05 48 65 6c 6c 6f", dissect.Run)
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
	rw := server.WithIdle(ctx, conn, idle)
	defer rw.Release()

	long := strings.Repeat("126 ", 31) + "!!"
	for _, message := range []string{"Hello", "Grüße", long} {
		rw.Write(frame.Append(nil, frame.Text, []byte(message)))
	}
	err = show(who, agreed.Reader(rw))
	fmt.Printf("%s: %s\n", who, program.Why(err))
	rw.Write(frame.AppendGoodbye(nil, err))
}

// show draws each frame as it is on the wire, until one is a Close.
func show(who net.Addr, r io.Reader) error {
	in := bufio.NewReader(r)
	for {
		h, payload, err := frame.Read(in, rules)
		if err != nil {
			return err
		}
		wire := append(h.Append(nil), payload...)
		fmt.Printf("%s sent\n%s\n", who, dissect.Wire(wire))
		if h.Opcode == frame.Close {
			return nil
		}
	}
}

func dial(ctx context.Context, url string, in *program.Input) error {
	conn, agreed, err := handshake.Dial(ctx, url, os.Stdout)
	if err != nil {
		return err
	}
	text := func(line []byte) []byte {
		return frame.Append(nil, frame.Text, line)
	}
	return program.Talk(ctx, conn, in, text, func(r io.Reader) error {
		return dissect.Stream(os.Stdout, agreed.Reader(r), rules)
	})
}
