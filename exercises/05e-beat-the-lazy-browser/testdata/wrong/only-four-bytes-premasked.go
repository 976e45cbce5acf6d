// This is what it looks like when the key is used once: the first four bytes come
// out in clear, and the browser scrambles the rest.

package page

import "encoding/binary"

func Premask(key [4]byte, want string) []byte {
	b := []byte(want)
	for i := range key {
		b[i] ^= key[i]
	}
	return b
}

func NextKey(history [][4]byte) [4]byte {
	last := binary.BigEndian.Uint32(history[len(history)-1][:])
	before := binary.BigEndian.Uint32(history[len(history)-2][:])
	var next [4]byte
	binary.BigEndian.PutUint32(next[:], last+(last-before))
	return next
}
