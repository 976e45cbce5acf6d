// This is what two copies look like, and nothing else: no CloseWrite passes an end
// on, and after an error nobody wakes the other direction.

package halfclose

import (
	"io"
	"net"
)

func Pipe(a, b net.Conn) (ab, ba int64, err error) {
	defer a.Close()
	defer b.Close()
	ended := make(chan error, 2)
	go func() {
		var err error
		ab, err = io.Copy(b, a)
		ended <- err
	}()
	go func() {
		var err error
		ba, err = io.Copy(a, b)
		ended <- err
	}()
	err = <-ended
	if second := <-ended; err == nil {
		err = second
	}
	return ab, ba, err
}
