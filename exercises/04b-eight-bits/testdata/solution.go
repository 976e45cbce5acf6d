// Package firstbyte is an exercise: see README.md.
package firstbyte

// Pack returns the first byte of a frame's header.
func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

// Unpack takes the first byte of a frame's header apart.
func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 != 0, b >> 4 & 7, b & 0x0f
}
