// This is what one Read for all looks like, cut to what came: a Read may bring less
// than there is room for, so ask again until all is there.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	k, err := r.Read(buf)
	return buf[:k], err
}
