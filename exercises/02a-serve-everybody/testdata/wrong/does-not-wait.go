// This is what it looks like when nobody waits for the goroutines: Serve returns, the
// program ends, and clients are cut in the middle of a word.

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
		go run(conn, handle)
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
