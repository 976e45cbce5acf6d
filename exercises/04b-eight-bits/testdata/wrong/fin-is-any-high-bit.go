// This is what FIN looks like when it is whatever makes the byte large: RSV1
// alone makes it 40 or more.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b > 0x0f, b >> 4 & 7, b & 0x0f
}
