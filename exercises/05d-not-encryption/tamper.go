// Package tamper reads and changes masked payloads. Nobody has told it a key.
package tamper

// Your code here.

// RecoverKey returns the key that masked was masked with. In the payload stands
// the text known, of four bytes at least, from position at on.
func RecoverKey(masked []byte, known string, at int) (key [4]byte) {
	return key
}

// FlipWord changes masked in place so that, once the mask is undone, the text
// to stands where from stood: at position at. Both are of the same length.
func FlipWord(masked []byte, from, to string, at int) {
}
