// This is what it looks like when a read of 0 bytes is taken for the end. The end is
// io.EOF; 0 bytes and no error only say that nothing has come yet.

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
		if (err == io.EOF || k == 0 && err == nil) && have > 0 {
			return buf[:have], io.ErrUnexpectedEOF
		}
		if k == 0 && err == nil {
			return buf[:have], io.EOF
		}
		if err != nil {
			return buf[:have], err
		}
	}
	return buf, nil
}
