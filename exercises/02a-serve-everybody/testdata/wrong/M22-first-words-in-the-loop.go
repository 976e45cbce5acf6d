// This is what it looks like when the accept loop itself reads a client's first
// words before it hands the client on: one who says none stops everybody.

package everybody

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"sync"
	"time"
)

func Serve(l net.Listener, handle func(net.Conn)) error {
	var handlers sync.WaitGroup
	defer handlers.Wait()
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		var passing interface{ Temporary() bool }
		if errors.As(err, &passing) && passing.Temporary() {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		first := make([]byte, 4096)
		n, err := conn.Read(first)
		if err != nil {
			conn.Close()
			continue
		}
		greeted := &peeked{conn, io.MultiReader(bytes.NewReader(first[:n]), conn)}
		handlers.Go(func() { run(greeted, handle) })
	}
}

type peeked struct {
	net.Conn
	r io.Reader
}

func (p *peeked) Read(b []byte) (int, error) { return p.r.Read(b) }

func run(conn net.Conn, handle func(net.Conn)) {
	defer conn.Close()
	defer func() {
		if r := recover(); r != nil {
			log.Print("handler panicked: ", r)
		}
	}()
	handle(conn)
}
