// This is what it looks like when a position in the key, 0 to 3, is returned,
// and not the position in the payload. The mask is right all the same, and the
// caller no longer knows how far it is.

package mask

func Plain(b []byte, key [4]byte, pos int) int {
	for i := range b {
		b[i] ^= key[(pos+i)%4]
	}
	return (pos + len(b)) % 4
}
