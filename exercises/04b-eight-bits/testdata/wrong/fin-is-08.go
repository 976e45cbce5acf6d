// This is what bits look like when they are counted from the other end: the
// RFC's picture begins with FIN, and FIN is the highest bit, 80 and not 08.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x08
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x08 != 0, b >> 4 & 7, b & 0x0f
}
