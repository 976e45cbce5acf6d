// This is what it looks like when Close is an ordinary last line: a panic jumps over
// it, and the client waits for a server that has forgotten it.

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
		handlers.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					log.Print("handler panicked: ", r)
				}
			}()
			handle(conn)
			conn.Close()
		})
	}
}
