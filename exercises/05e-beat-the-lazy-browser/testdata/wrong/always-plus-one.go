// This is what a page looks like that takes every browser for one that counts in
// ones. How far it counts, and whether it does, stands in the history.

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
	next := history[len(history)-1]
	binary.BigEndian.PutUint32(next[:], binary.BigEndian.Uint32(next[:])+1)
	return next
}
