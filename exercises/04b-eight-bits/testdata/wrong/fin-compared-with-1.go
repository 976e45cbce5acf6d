// This is what FIN looks like when it is compared with 1: where it stands, the bit
// is worth 128, so it is never 1. Compare with 0.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 == 1, b >> 4 & 7, b & 0x0f
}
