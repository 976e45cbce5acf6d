// This is what one Read looks like where many are needed: it brings what has arrived
// so far, and the rest of the buffer stays zero.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	if n == 0 {
		return buf, nil
	}
	k, err := r.Read(buf)
	if k == n {
		return buf, nil
	}
	if err == io.EOF && k > 0 {
		return buf[:k], io.ErrUnexpectedEOF
	}
	if err != nil {
		return buf[:k], err
	}
	return buf, nil
}
