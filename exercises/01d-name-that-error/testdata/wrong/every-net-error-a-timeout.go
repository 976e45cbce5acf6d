// This is what it looks like when whatever has a method Timeout is taken for a
// timeout. Every error of the net package has it; what counts is what it returns.

package socket

import (
	"errors"
	"io"
	"net"
)

func Explain(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, Refused):
		return "refused"
	case errors.Is(err, Reset), errors.Is(err, Aborted), errors.Is(err, BrokenPipe):
		return "reset"
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return "closed"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "ended"
	case errors.As(err, &timeout):
		return "timed out"
	}
	return ""
}
