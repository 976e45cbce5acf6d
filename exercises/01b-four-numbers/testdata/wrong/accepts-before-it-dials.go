// This is what it looks like when Accept stands before Dial: it waits for a caller
// who comes only afterwards.

package tuples

import "net"

func Tuples(l net.Listener, n int) ([]Ends, error) {
	var all []Ends
	for range n {
		server, err := l.Accept()
		if err != nil {
			return nil, err
		}
		defer server.Close()
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, err
		}
		defer client.Close()
		all = append(all, Ends{Client: seen(client), Server: seen(server)})
	}
	return all, nil
}

func seen(conn net.Conn) Tuple {
	return Tuple{Local: conn.LocalAddr().String(), Remote: conn.RemoteAddr().String()}
}
