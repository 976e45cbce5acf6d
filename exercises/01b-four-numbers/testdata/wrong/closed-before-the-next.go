// This is what it looks like when each connection is closed before the next is
// opened: there is never more than one client, so nothing is shown about many.

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
			client.Close()
			return nil, err
		}
		all = append(all, Ends{
			Client: Tuple{Local: client.LocalAddr().String(), Remote: client.RemoteAddr().String()},
			Server: Tuple{Local: server.LocalAddr().String(), Remote: server.RemoteAddr().String()},
		})
		client.Close()
		server.Close()
	}
	return all, nil
}
