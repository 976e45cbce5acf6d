// This is what a flip looks like that recovers the key first: a word of two bytes
// does not give away four. And it is not needed.

package tamper

func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[(at+i)%4] = masked[at+i] ^ known[i]
	}
	return key
}

func FlipWord(masked []byte, from, to string, at int) {
	var key [4]byte
	for i := range key {
		key[(at+i)%4] = masked[at+i] ^ from[i]
	}
	for i := range to {
		masked[at+i] = to[i] ^ key[(at+i)%4]
	}
}
