// This is what it looks like when Serve waits for the handlers only where the
// listener was closed: after another error it returns, and leaves them behind.

package everybody

import (
	"errors"
	"log"
	"net"
	"sync"
	"time"
)

func Serve(l net.Listener, handle func(net.Conn)) error {
	var handlers sync.WaitGroup
	for {
		conn, err := l.Accept()
		var passing interface{ Temporary() bool }
		switch {
		case err == nil:
			handlers.Go(func() { run(conn, handle) })
		case errors.Is(err, net.ErrClosed):
			handlers.Wait()
			return nil
		case errors.As(err, &passing) && passing.Temporary():
			time.Sleep(10 * time.Millisecond)
		default:
			return err
		}
	}
}

func run(conn net.Conn, handle func(net.Conn)) {
	defer conn.Close()
	defer func() {
		if r := recover(); r != nil {
			log.Printf("%v: handler panicked: %v", conn.RemoteAddr(), r)
		}
	}()
	handle(conn)
}
