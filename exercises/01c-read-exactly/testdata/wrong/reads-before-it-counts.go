// This is what it looks like when the loop reads first and counts afterwards: for 0
// bytes, too, it asks r, and some readers then wait until somebody sends.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	have := 0
	for {
		k, err := r.Read(buf[have:])
		have += k
		if have == n {
			return buf, nil
		}
		if err == io.EOF && have > 0 {
			return buf[:have], io.ErrUnexpectedEOF
		}
		if err != nil {
			return buf[:have], err
		}
	}
}
