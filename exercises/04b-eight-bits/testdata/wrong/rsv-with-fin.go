// This is what RSV looks like with FIN still beside it: the shift brings four
// bits, and RSV is three.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 != 0, b >> 4, b & 0x0f
}
