// This is what it looks like when the key is turned to where the piece begins,
// and the position is taken for one inside the key: above 4 there is no such
// place.

package mask

func Plain(b []byte, key [4]byte, pos int) int {
	turned := append(append([]byte{}, key[pos:]...), key[:pos]...)
	for i := range b {
		b[i] ^= turned[i%4]
	}
	return pos + len(b)
}
