// This is what one Read looks like where many are needed, cut to what came: the
// caller wanted n bytes, gets fewer, and is told that all is well.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	if n == 0 {
		return buf, nil
	}
	k, err := r.Read(buf)
	if err == io.EOF && k > 0 && k < n {
		return buf[:k], io.ErrUnexpectedEOF
	}
	if k == n {
		err = nil
	}
	return buf[:k], err
}
