// This is what it looks like when four bytes are masked at a time, and the last
// one, two or three, which make no whole key, are forgotten.

package mask

func Plain(b []byte, key [4]byte, pos int) int {
	for i := 0; i+4 <= len(b); i += 4 {
		for j := range 4 {
			b[i+j] ^= key[(pos+j)%4]
		}
	}
	return pos + len(b)
}
