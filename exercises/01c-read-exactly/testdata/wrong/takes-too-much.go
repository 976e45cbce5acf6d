// This is what a roomy buffer looks like here: it also takes bytes that belong to
// whoever reads next, and they are gone.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	var got []byte
	buf := make([]byte, 4096)
	for len(got) < n {
		k, err := r.Read(buf)
		got = append(got, buf[:k]...)
		if err == io.EOF && len(got) > 0 && len(got) < n {
			return got, io.ErrUnexpectedEOF
		}
		if err != nil && len(got) < n {
			return got, err
		}
	}
	return got[:n], nil
}
