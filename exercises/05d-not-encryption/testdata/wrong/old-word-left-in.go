// This is what it looks like when the new word is XORed in and the old one is not
// taken out: both stand in the same place, mixed.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[(at+i)%4] = masked[at+i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	for i := range to {
		masked[at+i] ^= to[i]
	}
}
