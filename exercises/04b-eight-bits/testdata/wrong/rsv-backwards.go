// This is what RSV looks like in the wrong order: RSV1 is the highest of the
// three bits, though its name has the lowest number.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := op & 0x0f
	if fin {
		b |= 0x80
	}
	for i := range 3 {
		if rsv&(1<<i) != 0 {
			b |= 0x40 >> i
		}
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	for i := range 3 {
		if b&(0x40>>i) != 0 {
			rsv |= 1 << i
		}
	}
	return b&0x80 != 0, rsv, b & 0x0f
}
