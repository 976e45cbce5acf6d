// This is what it looks like when the bytes are XORed where they lie in order to
// look at them: the key comes out, and the payload is spoilt.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		masked[at+i] ^= known[i]
		key[(at+i)%4] = masked[at+i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[at+i] ^= from[i] ^ to[i]
	}
}
