package mask

// Plain masks b in place and returns the position after it. Pos is the position
// of b's first byte in the payload: 0 for the first piece.
func Plain(b []byte, key [4]byte, pos int) int {
	// Mend this.
	for i := range b {
		b[i] ^= key[i%4]
	}
	return len(b)
}
