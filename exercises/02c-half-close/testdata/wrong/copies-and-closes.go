// This is what it looks like when each copy closes the connection that it wrote to:
// Close ends both ways, and CloseWrite only the one that has ended.

package halfclose

import (
	"io"
	"net"
	"sync"
)

func Pipe(a, b net.Conn) (ab, ba int64, err error) {
	var both sync.WaitGroup
	var errAB, errBA error
	both.Go(func() {
		ab, errAB = io.Copy(b, a)
		b.Close()
	})
	both.Go(func() {
		ba, errBA = io.Copy(a, b)
		a.Close()
	})
	both.Wait()
	if errAB != nil {
		return ab, ba, errAB
	}
	return ab, ba, errBA
}
