// This is what log.Fatal looks like in an accept loop: an error that would have
// passed in a moment ends the program, and with it every connection.

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
		if err != nil {
			log.Fatal(err)
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
