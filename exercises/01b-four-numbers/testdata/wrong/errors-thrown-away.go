// This is what it looks like when the error of Dial or Accept is thrown away: the
// connection that came with it is nil, and the next line uses it.

package tuples

import "net"

func Tuples(l net.Listener, n int) ([]Ends, error) {
	var all []Ends
	for range n {
		client, _ := net.Dial("tcp", l.Addr().String())
		server, _ := l.Accept()
		defer client.Close()
		defer server.Close()
		all = append(all, Ends{
			Client: Tuple{Local: client.LocalAddr().String(), Remote: client.RemoteAddr().String()},
			Server: Tuple{Local: server.LocalAddr().String(), Remote: server.RemoteAddr().String()},
		})
	}
	return all, nil
}
