// Package halfclose joins two connections.
package halfclose

import (
	"errors"
	"io"
	"net"
)

// A halfCloser is a connection that can say "I have finished; I am still listening".
type halfCloser interface {
	net.Conn
	CloseWrite() error
}

// Pipe copies what comes from a to b, and what comes from b to a, until both have
// finished, and closes both. It returns the number of bytes that went each way, and
// the first error; an end that comes in good order is none.
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
	if err != nil { // the other direction may be waiting for what will never come
		a.Close()
		b.Close()
	}
	if second := <-ended; err == nil {
		err = second
	}
	return ab, ba, err
}

// pass copies from src to dst until src has finished, and says so to dst.
func pass(dst halfCloser, src net.Conn) (int64, error) {
	n, err := io.Copy(dst, src)
	if err != nil {
		return n, err
	}
	return n, dst.CloseWrite()
}
