// This is what it looks like when a connection that cannot be half-closed is not told of
// the end: whoever reads from it to the end reads for ever.

package halfclose

import (
	"io"
	"net"
)

type halfCloser interface {
	net.Conn
	CloseWrite() error
}

func Pipe(a, b net.Conn) (ab, ba int64, err error) {
	defer a.Close()
	defer b.Close()
	ended := make(chan error, 2)
	go func() {
		var err error
		ab, err = pass(b, a)
		ended <- err
	}()
	go func() {
		var err error
		ba, err = pass(a, b)
		ended <- err
	}()
	err = <-ended
	if err != nil {
		a.Close()
		b.Close()
	}
	if second := <-ended; err == nil {
		err = second
	}
	return ab, ba, err
}

func pass(dst, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return n, err
	}
	if half, ok := dst.(halfCloser); ok {
		return n, half.CloseWrite()
	}
	return n, nil
}
