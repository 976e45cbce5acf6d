// Package everybody serves many connections at once.
package everybody

import (
	"errors"
	"log"
	"net"
	"sync"
	"time"
)

// Serve runs handle for each connection that l accepts, all of them at the same
// time, and closes the connection when handle returns. It returns when l fails and
// no handle runs any more: nil if l was closed, otherwise l's error.
func Serve(l net.Listener, handle func(net.Conn)) error {
	var handlers sync.WaitGroup
	defer handlers.Wait()
	for {
		conn, err := l.Accept()
		var passing interface{ Temporary() bool }
		switch {
		case err == nil:
			handlers.Go(func() { run(conn, handle) })
		case errors.Is(err, net.ErrClosed):
			return nil
		case errors.As(err, &passing) && passing.Temporary():
			time.Sleep(10 * time.Millisecond)
		default:
			return err
		}
	}
}

// run serves one connection. It is closed even when the handler panics.
func run(conn net.Conn, handle func(net.Conn)) {
	defer conn.Close()
	defer func() {
		if r := recover(); r != nil {
			log.Printf("%v: handler panicked: %v", conn.RemoteAddr(), r)
		}
	}()
	handle(conn)
}
