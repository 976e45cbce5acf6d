// Package tamper reads and changes masked payloads. Nobody has told it a key.
package tamper

// RecoverKey returns the key that masked was masked with. In the payload stands
// the text known, of four bytes at least, from position at on.
func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	for i := range known {
		key[(at+i)%4] = masked[at+i] ^ known[i]
	}
	return key
}

// FlipWord changes masked in place so that, once the mask is undone, the text
// to stands where from stood: at position at. Both are of the same length.
func FlipWord(masked []byte, from, to string, at int) {
	for i := range from {
		masked[at+i] ^= from[i] ^ to[i]
	}
}
