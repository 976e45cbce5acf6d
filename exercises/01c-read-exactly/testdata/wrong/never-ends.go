// This is what it looks like when the loop asks only how many bytes it has: at the
// end of the stream it goes round and round, and burns a whole processor.

package exactly

import "io"

func ReadExactly(r io.Reader, n int) ([]byte, error) {
	buf := make([]byte, n)
	have := 0
	for have < n {
		k, _ := r.Read(buf[have:])
		have += k
	}
	return buf, nil
}
