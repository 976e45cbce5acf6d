// This is what it looks like when io.EOF is passed on wherever it comes: a stream
// that was cut in the middle looks like one that ended in good order.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	have := 0
	for have < n {
		k, err := r.Read(buf[have:])
		have += k
		if err != nil && have < n {
			return buf[:have], err
		}
	}
	return buf, nil
}
