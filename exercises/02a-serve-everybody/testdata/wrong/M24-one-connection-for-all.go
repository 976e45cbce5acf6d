// This is what it looks like when all goroutines share one variable for the
// connection: when the first client leaves, the last one is cut off.

package everybody

import (
	"errors"
	"log"
	"net"
	"sync"
	"time"
)

type server struct {
	conn   net.Conn
	handle func(net.Conn)
}

func Serve(l net.Listener, handle func(net.Conn)) error {
	s := &server{handle: handle}
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
		s.conn = conn
		handlers.Go(s.run)
	}
}

func (s *server) run() {
	defer func() {
		if r := recover(); r != nil {
			log.Print("handler panicked: ", r)
		}
		s.conn.Close()
	}()
	s.handle(s.conn)
}
