// Chapter 05: masking. With the mask undone we understand the browser,
// and answer it: an echo, of messages that come in one frame.
package main

import (
	"bufio"
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
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/05-masking/poison"
)

const idle = time.Minute // is how long one read or write may take

var rules = frame.Rules{From: frame.Client, Limit: 1 << 20} // masked

func main() {
	o := server.Options{Full: handshake.TurnAway} // past -max: 503
	p := program.New("05-masking", "the wire is not the page's")
	serve := p.Serve("an echo of messages in one frame", net.Listen,
		func(ctx context.Context, l net.Listener) error {
			return server.Serve(ctx, l, handle, o)
		})
	serve.Count(&o.MaxConns, "max", 10_000, 1<<20, "serve `N` at most")
	p.Dial("URL", "send lines as masked frames, show what comes", dial)
	p.Verb("poison", "", "poison a cache", "05-masking poison",
		poison.Run)
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
	err = echo(who, agreed.Reader(rw), rw)
	fmt.Printf("%s: %s\n", who, program.Why(err))
	rw.Write(frame.AppendGoodbye(nil, err))
}

// echo sends messages back, until one says goodbye, or is too much.
func echo(who net.Addr, r io.Reader, w io.Writer) error {
	in := bufio.NewReader(r)
	for {
		h, payload, err := frame.Read(in, rules)
		if err != nil {
			return err
		}
		wire := append(h.Append(nil), payload...)
		fmt.Printf("%s sent\n%s\n", who, dissect.Frame(wire))
		mask.XOR(payload, h.Key, 0)
		if h.Opcode == frame.Close {
			_, _, err := frame.ParseClose(payload)
			return err
		}
		if !h.Fin || !h.Opcode.Data() {
			return frame.NewError(frame.UnsupportedData, "5.4",
				"messages in pieces, pings and pongs: see chapter 06")
		}
		reply := frame.Append(nil, h.Opcode, payload)
		if _, err := w.Write(reply); err != nil {
			return err
		}
	}
}

func dial(ctx context.Context, url string, in *program.Input) error {
	conn, agreed, err := handshake.Dial(ctx, url, os.Stdout)
	if err != nil {
		return err
	}
	text := func(line []byte) []byte {
		h := frame.Header{Fin: true, Opcode: frame.Text, Masked: true}
		h.Key, h.Length = mask.NewKey(), uint64(len(line))
		mask.XOR(line, h.Key, 0)
		return append(h.Append(nil), line...)
	}
	return program.Talk(ctx, conn, in, text, func(r io.Reader) error {
		rules := frame.Rules{From: frame.Server, Limit: rules.Limit}
		return dissect.Stream(os.Stdout, agreed.Reader(r), rules)
	})
}
