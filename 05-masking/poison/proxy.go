package poison

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"example/websocket/02-tcp-echo/server"
)

// patience bounds each read and each write.
const patience = 30 * time.Second

// A Proxy is a naive caching proxy. It shares one cache between all its
// clients, and commits the four sins that made masking necessary. The first is
// stage.go's, see intercept; the others are talk.go's. That it knows no method
// but GET is no sin: it only keeps the demo small.
type Proxy struct {
	say func(format string, args ...any)

	mu    sync.Mutex
	cache map[string][]byte // responses, by the Host and path that the request named
}

// NewProxy returns a proxy with an empty cache. It tells say what it thinks.
func NewProxy(say func(format string, args ...any)) *Proxy {
	return &Proxy{say: say, cache: make(map[string][]byte)}
}

// Naive returns the Relay of a new Proxy.
func Naive(say func(format string, args ...any)) Relay { return NewProxy(say).Relay }

// Relay is a [Relay].
func (p *Proxy) Relay(ctx context.Context, client, dialled net.Conn) {
	t := &talk{Proxy: p}
	Carry(ctx, client, dialled, t.fromClient, t.fromServer)
}

// Carry carries bytes between client and dialled until both directions have
// ended. FromClient gets each piece from the client, and returns what goes on
// and what the client gets at once; fromServer gets each piece from the server,
// before the client does. They are never called at the same time, and do not
// keep what they get.
func Carry(
	ctx context.Context, client, dialled net.Conn,
	fromClient func([]byte) (onward, answer []byte), fromServer func([]byte),
) {
	toClient := server.WithIdle(ctx, client, patience)
	toServer := server.WithIdle(ctx, dialled, patience)
	defer toClient.Release()
	defer toServer.Release()

	var turn sync.Mutex // one direction at a time
	hearServer := func(b []byte) {
		turn.Lock()
		defer turn.Unlock()
		fromServer(b)
	}
	hearClient := func(b []byte) (onward, answer []byte) {
		turn.Lock()
		defer turn.Unlock()
		return fromClient(b)
	}
	var back sync.WaitGroup
	back.Go(func() {
		pump(toServer, func(b []byte) error {
			hearServer(b)
			return write(toClient, b)
		})
		closeWrite(client)
	})
	pump(toClient, func(b []byte) error {
		onward, answer := hearClient(b)
		return errors.Join(write(toClient, answer), write(toServer, onward))
	})
	closeWrite(dialled)
	back.Wait()
}

// pump calls take for each piece that r reads, until either fails.
func pump(r io.Reader, take func([]byte) error) {
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		if n > 0 && take(buf[:n]) != nil || err != nil {
			return
		}
	}
}

func write(w io.Writer, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}

func closeWrite(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}
