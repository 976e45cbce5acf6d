// This is what it looks like when the key is turned by the position in the wrong
// direction: half of the positions are right, and the odd ones are not.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range key {
		key[i] = masked[at+(at+i)%4] ^ known[(at+i)%4]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[at+i] ^= from[i] ^ to[i]
	}
}
