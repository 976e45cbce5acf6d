// This is what it looks like when the error is looked at before the bytes: the last
// ones may come together with io.EOF, and are thrown away.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	have := 0
	for have < n {
		k, err := r.Read(buf[have:])
		if err == io.EOF && have > 0 {
			return buf[:have], io.ErrUnexpectedEOF
		}
		if err != nil {
			return buf[:have], err
		}
		have += k
	}
	return buf, nil
}
