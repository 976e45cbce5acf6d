// This is what == looks like where errors.Is is needed: the net package wraps what
// the system said, so the value that you look for is further inside.

package socket

import (
	"io"
	"net"
	"os"
)

func Explain(err error) string {
	switch err {
	case Refused:
		return "refused"
	case os.ErrDeadlineExceeded:
		return "timed out"
	case Reset, Aborted, BrokenPipe:
		return "reset"
	case net.ErrClosed, io.ErrClosedPipe:
		return "closed"
	case io.EOF, io.ErrUnexpectedEOF:
		return "ended"
	}
	if timeout, ok := err.(interface{ Timeout() bool }); ok && timeout.Timeout() {
		return "timed out"
	}
	return ""
}
