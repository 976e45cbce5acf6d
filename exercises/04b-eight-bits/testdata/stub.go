// Package firstbyte is an exercise: see README.md.
package firstbyte

// Your code here.

// Pack returns the first byte of a frame's header.
func Pack(fin bool, rsv, op byte) byte {
	return 0
}

// Unpack takes the first byte of a frame's header apart.
func Unpack(b byte) (fin bool, rsv, op byte) {
	return false, 0, 0
}
