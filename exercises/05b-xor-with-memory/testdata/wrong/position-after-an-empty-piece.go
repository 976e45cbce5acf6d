// This is what it looks like when an empty piece is taken for the beginning of a
// payload: reads may well return nothing, and the position starts again at 0.

package mask

func Plain(b []byte, key [4]byte, pos int) int {
	if len(b) == 0 {
		return 0
	}
	for i := range b {
		b[i] ^= key[(pos+i)%4]
	}
	return pos + len(b)
}
