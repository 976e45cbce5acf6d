// This is what it looks like when nobody recovers in the handler's goroutine. A
// recover in Serve catches only what panics in Serve's own; and it takes a deferred
// function that calls recover: a bare "defer recover()" stops nothing.

package everybody

import (
	"errors"
	"log"
	"net"
	"sync"
	"time"
)

func Serve(l net.Listener, handle func(net.Conn)) error {
	defer func() {
		if r := recover(); r != nil {
			log.Print("handler panicked: ", r)
		}
	}()
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
		handlers.Add(1)
		go func() {
			defer handlers.Done()
			defer conn.Close()
			handle(conn)
		}()
	}
}
