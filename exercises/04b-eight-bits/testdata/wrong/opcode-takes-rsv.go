// This is what an opcode looks like that has taken the RSV bits along: only FIN
// was cleared.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 != 0, b >> 4 & 7, b & 0x7f
}
