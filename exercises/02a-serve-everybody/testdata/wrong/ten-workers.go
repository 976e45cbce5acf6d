// This is what a fixed number of workers looks like: as many silent clients as there
// are workers, and nobody else is served.

package everybody

import (
	"errors"
	"log"
	"net"
	"sync"
	"time"
)

func Serve(l net.Listener, handle func(net.Conn)) error {
	var workers sync.WaitGroup
	defer workers.Wait()
	queue := make(chan net.Conn)
	defer close(queue)
	for range 10 {
		workers.Go(func() {
			for conn := range queue {
				run(conn, handle)
			}
		})
	}
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
		queue <- conn
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
