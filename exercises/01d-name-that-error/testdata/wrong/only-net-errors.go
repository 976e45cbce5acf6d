// This is what it looks like when a timeout has to be a net.Error: that interface
// asks for a second method, Temporary, which tells nothing here.

package socket

import (
	"errors"
	"io"
	"net"
	"os"
)

func Explain(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, Refused):
		return "refused"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
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
