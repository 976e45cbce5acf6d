package mask

// Plain masks b in place and returns the position after it. Byte i of the
// payload is XORed with byte i modulo 4 of the key, so somebody who has the
// payload in pieces has to remember where the last piece ended: that is pos,
// 0 for the first.
func Plain(b []byte, key [4]byte, pos int) int {
	for i := range b {
		b[i] ^= key[(pos+i)%4]
	}
	return pos + len(b)
}
