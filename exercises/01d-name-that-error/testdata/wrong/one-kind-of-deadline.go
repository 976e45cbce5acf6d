// This is what it looks like when os.ErrDeadlineExceeded stands for all timeouts. A
// dial, or a context, that ran out of time returns another value, which only knows
// that it is a timeout.

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
	case errors.Is(err, os.ErrDeadlineExceeded):
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
