// Package exactly reads as many bytes as were asked for.
package exactly

import "io"

// ReadExactly reads n bytes from r, in as many reads as that takes, and not one byte
// more. When r ends before the first byte, the error is io.EOF; when it ends later,
// io.ErrUnexpectedEOF; any other error of r is returned as it came. With an error it
// returns the bytes that have come before.
func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	have := 0
	for have < n {
		k, err := r.Read(buf[have:])
		have += k
		if have == n {
			break // whatever err is: it belongs to whoever reads next
		}
		if err == io.EOF && have > 0 {
			return buf[:have], io.ErrUnexpectedEOF
		}
		if err != nil {
			return buf[:have], err
		}
	}
	return buf, nil
}
