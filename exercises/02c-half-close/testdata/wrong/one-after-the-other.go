// This is what one direction after the other looks like: the server is not heard before
// the client has finished.

package halfclose

import (
	"errors"
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
	toA, okA := a.(halfCloser)
	toB, okB := b.(halfCloser)
	if !okA || !okB {
		return 0, 0, errors.New("a connection without CloseWrite cannot pass an end on")
	}
	ab, err = pass(toB, a)
	if err != nil {
		return ab, 0, err
	}
	ba, err = pass(toA, b)
	return ab, ba, err
}

func pass(dst halfCloser, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return n, err
	}
	return n, dst.CloseWrite()
}
