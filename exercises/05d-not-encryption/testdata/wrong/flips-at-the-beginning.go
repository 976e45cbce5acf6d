// This is what it looks like when the change is made at the beginning of the
// payload, wherever the word really stands.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[(at+i)%4] = masked[at+i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[i] ^= from[i] ^ to[i]
	}
}
