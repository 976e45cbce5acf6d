// This is what one Read for all looks like with its error asked: no error says only
// that nothing has failed, not that the n bytes are there.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	_, err := r.Read(buf)
	if err != nil {
		return nil, err
	}
	return buf, nil
}
