// This is what it looks like when the connections stay open: each keeps a file
// descriptor in the kernel, on both ends, and these run out.

package tuples

import "net"

func Tuples(l net.Listener, n int) ([]Ends, error) {
	var all []Ends
	for range n {
		client, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, err
		}
		server, err := l.Accept()
		if err != nil {
			return nil, err
		}
		all = append(all, Ends{
			Client: Tuple{Local: client.LocalAddr().String(), Remote: client.RemoteAddr().String()},
			Server: Tuple{Local: server.LocalAddr().String(), Remote: server.RemoteAddr().String()},
		})
	}
	return all, nil
}
