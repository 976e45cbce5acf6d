// This is what FIN looks like when it is read as "a fragment": the bit is set on
// the frame that ends a message.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv&7<<4 | op&0x0f
	if !fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	isFragment := b&0x80 != 0
	return !isFragment, b >> 4 & 7, b & 0x0f
}
