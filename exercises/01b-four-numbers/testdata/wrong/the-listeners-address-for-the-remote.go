// This is what it looks like when the listener's address stands for the other end:
// the server then believes that it is talking to itself.

package tuples

import "net"

func Tuples(l net.Listener, n int) ([]Ends, error) {
	var all []Ends
	for range n {
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
		all = append(all, Ends{
			Client: Tuple{Local: client.LocalAddr().String(), Remote: l.Addr().String()},
			Server: Tuple{Local: server.LocalAddr().String(), Remote: l.Addr().String()},
		})
	}
	return all, nil
}
