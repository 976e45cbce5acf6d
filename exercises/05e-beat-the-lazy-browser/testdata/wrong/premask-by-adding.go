// This is what it looks like when the key is taken away by subtraction. The
// browser does not add it: it XORs.

package page

import "encoding/binary"

func Premask(key [4]byte, want string) []byte {
	b := []byte(want)
	for i := range b {
		b[i] -= key[i%4]
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
