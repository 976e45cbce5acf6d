// This is what a number looks like that is too wide for its place: its upper
// bits have landed in its neighbour's.

package firstbyte

func Pack(fin bool, rsv, op byte) byte {
	b := rsv<<4 | op
	if fin {
		b |= 0x80
	}
	return b
}

func Unpack(b byte) (fin bool, rsv, op byte) {
	return b&0x80 != 0, b >> 4 & 7, b & 0x0f
}
