// This is what RSV looks like when it is left in its place: 40, 20 and 10 in hex,
// and not 4, 2 and 1.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&0x70 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 != 0, b & 0x70, b & 0x0f
}
