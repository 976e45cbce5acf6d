// This is what it looks like when the key is read as a number with the least
// byte first: the carry goes the wrong way, and most of the time there is none.

package page

import "encoding/binary"

func Premask(key [4]byte, want string) []byte {
	b := []byte(want)
	for i := range b {
		b[i] ^= key[i%4]
	}
	return b
}

func NextKey(history [][4]byte) [4]byte {
	last := binary.LittleEndian.Uint32(history[len(history)-1][:])
	before := binary.LittleEndian.Uint32(history[len(history)-2][:])
	var next [4]byte
	binary.LittleEndian.PutUint32(next[:], last+(last-before))
	return next
}
