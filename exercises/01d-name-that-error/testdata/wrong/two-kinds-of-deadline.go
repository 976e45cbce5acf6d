// This is what it looks like when timeouts are known by their values: there are two
// in the library, and whoever writes an error may make another. What they all have
// is the method Timeout.

package socket

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
)

func Explain(err error) string {
	switch {
	case errors.Is(err, Refused):
		return "refused"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
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
