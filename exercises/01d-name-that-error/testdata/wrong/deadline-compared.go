// This is what a deadline looks like when it is compared with == alone: the net
// package wraps its errors, and nothing times out any more.

package socket

import (
	"errors"
	"io"
	"net"
	"os"
)

func Explain(err error) string {
	switch {
	case errors.Is(err, Refused):
		return "refused"
	case err == os.ErrDeadlineExceeded:
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
