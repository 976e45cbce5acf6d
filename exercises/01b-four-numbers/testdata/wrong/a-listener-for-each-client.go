// This is what it looks like when each client gets a listener, and so a port, of its
// own. One listener serves any number of clients; they differ by their own halves.

package tuples

import "net"

func Tuples(_ net.Listener, n int) ([]Ends, error) {
	var all []Ends
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, err
		}
		defer client.Close()
		server, err := l.Accept()
		if err != nil {
			return nil, err
		}
		defer server.Close()
		all = append(all, Ends{Client: seen(client), Server: seen(server)})
	}
	return all, nil
}

func seen(conn net.Conn) Tuple {
	return Tuple{Local: conn.LocalAddr().String(), Remote: conn.RemoteAddr().String()}
}
