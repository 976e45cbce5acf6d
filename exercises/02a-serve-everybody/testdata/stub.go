// Package everybody serves many connections at once.
package everybody

import "net"

// Serve runs handle for each connection that l accepts, all of them at the same
// time, and closes the connection when handle returns. It returns when l fails and
// no handle runs any more: nil if l was closed, otherwise l's error.
func Serve(l net.Listener, handle func(net.Conn)) error {
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		// Mend this.
		handle(conn)
		conn.Close()
	}
}
