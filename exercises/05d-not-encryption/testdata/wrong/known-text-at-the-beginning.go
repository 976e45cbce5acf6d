// This is what it looks like when the known text is compared with the beginning
// of the payload, wherever it really stands.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[i%4] = masked[i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[at+i] ^= from[i] ^ to[i]
	}
}
