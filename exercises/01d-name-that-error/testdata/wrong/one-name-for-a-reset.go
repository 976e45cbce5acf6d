// This is what it looks like when a reset has only one name. The first read or write
// after it says so; the next write says "broken pipe", and means the same.

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
	case errors.Is(err, Reset):
		return "reset"
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return "closed"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "ended"
	}
	return ""
}
