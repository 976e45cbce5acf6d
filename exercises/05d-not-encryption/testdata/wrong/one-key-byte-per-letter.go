// This is what it looks like when the position in the key is never taken modulo
// four as a whole: the text runs over the key's end.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[at%4+i] = masked[at+i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[at+i] ^= from[i] ^ to[i]
	}
}
