// This is what it looks like when the new word is put among the masked bytes as
// it is: the receiver undoes a mask there that was never put on.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[(at+i)%4] = masked[at+i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	copy(masked[at:], to)
}
