// This is what it looks like when Accept is tried again at once: as long as the
// trouble lasts, the loop does nothing but fail, as fast as it can.

package everybody

import (
	"errors"
	"log"
	"net"
	"sync"
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
			continue
		}
		if err != nil {
			return err
		}
		handlers.Go(func() { run(conn, handle) })
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
