// This is what it looks like when the step is right and is taken from the second
// key of the history, not from the last: with more than two, that one is over.

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
	first := binary.BigEndian.Uint32(history[0][:])
	second := binary.BigEndian.Uint32(history[1][:])
	var next [4]byte
	binary.BigEndian.PutUint32(next[:], second+(second-first))
	return next
}
