// This is what it looks like when positions are counted from the beginning of
// the frame, header and key included, and not from the beginning of the payload.

package mask

const header = 6 // two bytes, and the key

func Plain(b []byte, key [4]byte, pos int) int {
	for i := range b {
		b[i] ^= key[(header+pos+i)%4]
	}
	return pos + len(b)
}
