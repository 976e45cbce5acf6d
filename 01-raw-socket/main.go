// Chapter 01: a raw socket, seen from both ends. What arrives is a
// stream of bytes: how it was cut into writes, no read can tell.
package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/01-raw-socket/socket"
)

const idle = time.Minute // is how long one read or write may take

func main() {
	var v viewer
	p := program.New("01-raw-socket", "two address pairs, and a stream")
	serve := p.Serve("print both address pairs, and every read",
		net.Listen, v.serve)
	serve.Count(&v.buf, "buf", 4096, 1<<20,
		"read at most `N` bytes at a time")
	serve.Duration(&v.pause, "pause",
		"wait for `DURATION` before each read")
	p.Dial("HOST:PORT", "send what you type, print what comes", dial)
	p.Verb("syscalls", "", "a listener made by hand, beside net.Listen",
		"01-raw-socket syscalls",
		func(ctx context.Context, _ []string) error {
			return socket.ByHand(ctx, os.Stdout)
		})
	p.Main()
}

// viewer shows one connection after another.
type viewer struct {
	buf   int
	pause time.Duration
}

func (v *viewer) serve(ctx context.Context, l net.Listener) error {
	// Ctrl-C ends Accept.
	defer context.AfterFunc(ctx, func() { l.Close() })()
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		v.handle(ctx, conn) // the next client waits: see chapter 02
	}
}

func (v *viewer) handle(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	// Ctrl-C ends Read.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	tuple := socket.TupleOf(conn)
	fmt.Printf("\nconnected: %v\n", tuple)
	buf := make([]byte, v.buf)
	for reads := 1; ; reads++ {
		select {
		case <-time.After(v.pause):
		case <-ctx.Done():
		}
		conn.SetDeadline(time.Now().Add(idle))
		n, err := conn.Read(buf)
		if n > 0 {
			dump := hex.Dump(buf[:n])
			fmt.Printf("read %d: %d bytes\n%s", reads, n, dump)
		}
		if n > 0 && reads == 1 {
			fmt.Fprintf(conn, "Hello, %s; this is %s\n",
				tuple.Remote, tuple.Local)
		}
		if err != nil {
			fmt.Printf("%s: %v\n", socket.Explain(err), err)
			return
		}
	}
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
