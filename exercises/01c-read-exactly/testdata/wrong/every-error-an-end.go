// This is what it looks like when every error in the middle is called an unexpected
// end: a reset or a deadline can then not be told from a peer that has finished.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	have := 0
	for have < n {
		k, err := r.Read(buf[have:])
		have += k
		if have == n {
			break
		}
		if err != nil && have > 0 {
			return buf[:have], io.ErrUnexpectedEOF
		}
		if err != nil {
			return buf[:have], err
		}
	}
	return buf, nil
}
