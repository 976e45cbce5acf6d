// This is what two copies look like of which the first to end ends all: whoever has
// asked and half-closed never hears the answer.

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
	return ab, ba, err
}
