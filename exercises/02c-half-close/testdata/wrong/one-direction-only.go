// This is what one direction looks like: what the client says arrives, and no answer
// ever comes back.

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
	toB, ok := b.(halfCloser)
	if !ok {
		return 0, 0, errors.New("b cannot be half-closed")
	}
	ab, err = pass(toB, a)
	return ab, 0, err
}

func pass(dst halfCloser, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return n, err
	}
	return n, dst.CloseWrite()
}
