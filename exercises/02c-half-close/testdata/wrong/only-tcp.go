// This is what it looks like when only a *net.TCPConn will do: TLS, and whatever wraps a
// connection, can be half-closed as well.

package halfclose

import (
	"errors"
	"io"
	"net"
)

func Pipe(a, b net.Conn) (ab, ba int64, err error) {
	defer a.Close()
	defer b.Close()
	toA, okA := a.(*net.TCPConn)
	toB, okB := b.(*net.TCPConn)
	if !okA || !okB {
		return 0, 0, errors.New("a connection without CloseWrite cannot pass an end on")
	}
	ended := make(chan error, 2)
	go func() {
		var err error
		ab, err = pass(toB, a)
		ended <- err
	}()
	go func() {
		var err error
		ba, err = pass(toA, b)
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

func pass(dst *net.TCPConn, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return n, err
	}
	return n, dst.CloseWrite()
}
