// Chapter 02: an echo for everybody at once. Each connection has a
// goroutine of its own, and nobody's last words are lost.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/01-raw-socket/socket"
	"example/websocket/02-tcp-echo/finish"
	"example/websocket/02-tcp-echo/server"
)

const idle = time.Minute // is how long one read or write may take

func main() {
	var o server.Options
	p := program.New("02-tcp-echo", "a TCP echo for everybody at once")
	serve := p.Serve("send back what arrives", net.Listen,
		func(ctx context.Context, l net.Listener) error {
			return server.Serve(ctx, l, handle, o)
		})
	serve.Count(&o.MaxConns, "max", 10_000, 1<<20, "serve `N` at most")
	p.Dial("HOST:PORT", "send what you type, print what comes", dial)
	p.Main()
}

func handle(ctx context.Context, conn net.Conn) {
	defer finish.Close(conn, time.Second)
	who := conn.RemoteAddr()
	fmt.Printf("%s: connected to %s\n", who, conn.LocalAddr())
	rw := server.WithIdle(ctx, conn, idle)
	defer rw.Release()

	n, err := io.Copy(rw, rw) // the echo
	if err == nil {
		err = io.EOF // what io.Copy does not call an error
	}
	fmt.Printf("%s: %d bytes echoed, %s\n", who, n, program.Why(err))
}

func dial(ctx context.Context, target string, in *program.Input) error {
	dialer := net.Dialer{Timeout: idle}
	conn, err := dialer.DialContext(ctx, "tcp", target)
	if err != nil {
		return err
	}
	fmt.Printf("connected: %v\n", socket.TupleOf(conn))
	return program.Talk(ctx, conn, in, nil, func(r io.Reader) error {
		_, err := io.Copy(os.Stdout, r)
		return err
	})
}
