// This is what it looks like when only io.EOF is an end. Whoever wanted five bytes
// and got three is told io.ErrUnexpectedEOF, which is another value.

package socket

import (
	"errors"
	"io"
	"net"
	"os"
)

func Explain(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, Refused):
		return "refused"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timed out"
	case errors.Is(err, Reset), errors.Is(err, Aborted), errors.Is(err, BrokenPipe):
		return "reset"
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return "closed"
	case errors.Is(err, io.EOF):
		return "ended"
	}
	return ""
}
