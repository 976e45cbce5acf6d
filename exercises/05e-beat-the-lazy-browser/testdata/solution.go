// Package page is what the attacker's page thinks.
package page

import "encoding/binary"

// Premask returns the payload that becomes want when a browser masks it with
// key.
func Premask(key [4]byte, want string) []byte {
	b := []byte(want)
	for i := range b {
		b[i] ^= key[i%4]
	}
	return b
}

// NextKey guesses the key of the next frame from the keys of those before it,
// of which there are two at least, the oldest first.
func NextKey(history [][4]byte) [4]byte {
	last := binary.BigEndian.Uint32(history[len(history)-1][:])
	before := binary.BigEndian.Uint32(history[len(history)-2][:])
	var next [4]byte
	binary.BigEndian.PutUint32(next[:], last+(last-before))
	return next
}
