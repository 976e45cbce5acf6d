// This is what it looks like when an error makes the counts nought: Hello had arrived
// before the cut.

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

func pass(dst halfCloser, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return 0, err
	}
	return n, dst.CloseWrite()
}
