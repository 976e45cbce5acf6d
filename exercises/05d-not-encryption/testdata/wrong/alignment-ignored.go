// This is what it looks like when the known text is taken to meet the key from
// its first byte on. The four bytes are the right ones, in the wrong order
// wherever the text does not stand at a multiple of four.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range key {
		key[i] = masked[at+i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[at+i] ^= from[i] ^ to[i]
	}
}
