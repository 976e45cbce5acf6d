package socket

import (
	"errors"
	"io"
	"net"
	"os"
)

// Explain says in one or two words what became of a connection:
//
//	refused    nobody listens at that address and port
//	timed out  a deadline passed, or the network gave no answer
//	reset      the other end is gone and threw our bytes away
//	closed     this end closed it earlier
//	ended      the other end has sent its last byte, in good order
//
// It returns "" for nil and for every other error. It never looks at an
// error's text, which differs between systems and languages: values are found
// with errors.Is, kinds of error with errors.As.
func Explain(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, Refused):
		return "refused"
	case errors.Is(err, os.ErrDeadlineExceeded),
		errors.As(err, &timeout) && timeout.Timeout():
		return "timed out"
	case errors.Is(err, Reset), errors.Is(err, Aborted), errors.Is(err, BrokenPipe):
		return "reset"
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return "closed"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "ended"
	}
	return ""
}
