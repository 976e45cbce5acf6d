// This is what it looks like when the wrapping is taken off by hand, layer by layer,
// as the net package puts it on. One more layer, of anybody's, and it fails.

package socket

import (
	"io"
	"net"
	"os"
)

func Explain(err error) string {
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		return "timed out"
	}
	if op, ok := err.(*net.OpError); ok {
		err = op.Err
	}
	if call, ok := err.(*os.SyscallError); ok {
		err = call.Err
	}
	switch err {
	case Refused:
		return "refused"
	case Reset, Aborted, BrokenPipe:
		return "reset"
	case net.ErrClosed, io.ErrClosedPipe:
		return "closed"
	case io.EOF, io.ErrUnexpectedEOF:
		return "ended"
	}
	return ""
}
