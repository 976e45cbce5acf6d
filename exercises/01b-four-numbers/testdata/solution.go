// Package tuples asks both ends of a connection who is talking to whom.
package tuples

import "net"

// Tuples opens n connections to l, which are all open at the same time, and returns
// what the two ends of each see. It closes the connections, and not l.
func Tuples(l net.Listener, n int) ([]Ends, error) {
	var all []Ends
	for range n {
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, err
		}
		defer client.Close() // all of them at the very end
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
