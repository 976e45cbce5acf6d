// This is what it looks like when a goroutine sends on a channel without room, and
// nobody receives any more: after the first error Pipe is gone, and the second
// direction waits for ever to say how it went.

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
	ended := make(chan error)
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
	if err == nil {
		err = <-ended
	}
	return ab, ba, err
}

func pass(dst halfCloser, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return n, err
	}
	return n, dst.CloseWrite()
}
