// This is what RSV looks like when Unpack cuts it out and leaves it where it stands:
// RSV1 is 40 in hex, and not 4. What Pack has shifted left has to be shifted back.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 != 0, b & 0x70, b & 0x0f
}
