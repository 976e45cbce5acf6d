// This is what it looks like when the accept loop starts a goroutine and then waits
// for it: it still serves one client at a time, and a silent one stops it.

package everybody

import (
	"errors"
	"log"
	"net"
	"time"
)

func Serve(l net.Listener, handle func(net.Conn)) error {
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
		done := make(chan struct{})
		go func() {
			defer close(done)
			run(conn, handle)
		}()
		<-done
	}
}

func run(conn net.Conn, handle func(net.Conn)) {
	defer conn.Close()
	defer func() {
		if r := recover(); r != nil {
			log.Print("handler panicked: ", r)
		}
	}()
	handle(conn)
}
