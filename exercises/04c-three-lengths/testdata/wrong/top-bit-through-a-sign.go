// This is what the top bit looks like when nobody asks for it, or when a number
// with a sign does: as an int64, 2^63 is negative, and smaller than anything.

package frame

import (
	"encoding/binary"
	"math"
)

func AppendLength(dst []byte, n uint64) []byte {
	switch {
	case n < 126:
		return append(dst, byte(n))
	case n < 65536:
		return binary.BigEndian.AppendUint16(append(dst, 126), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(dst, 127), n)
}

func ParseLength(b []byte) (n uint64, size int) {
	short := b[0] & 0x7f
	switch {
	case short < 126:
		return uint64(short), 1
	case short == 126 && len(b) < 3:
		return 0, 3
	case short == 126:
		return uint64(binary.BigEndian.Uint16(b[1:])), 3
	case len(b) < 9:
		return 0, 9
	}
	return binary.BigEndian.Uint64(b[1:]), 9
}

func CheckLength(n uint64, size int) error {
	if size == 3 && n < 126 || size == 9 && n < 65536 {
		return NewError(ProtocolError, "5.2", "a length that is not in its shortest form")
	}
	if int64(n) > math.MaxInt64 {
		return NewError(ProtocolError, "5.2", "a length whose top bit is set")
	}
	return nil
}
