package frame

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A payload length has three forms (RFC 6455 §5.2). Up to 125 it is the seven
// low bits of one byte. Otherwise these bits say how many bytes follow with the
// length itself, the most significant first: 126 says two, 127 says eight. The
// byte's top bit is none of the length's: it is MASK.

// AppendLength appends n to dst in the shortest of its three forms.
func AppendLength(dst []byte, n uint64) []byte {
	be := binary.BigEndian
	switch {
	case n < 126:
		return append(dst, byte(n))
	case n <= math.MaxUint16:
		return be.AppendUint16(append(dst, 126), uint16(n))
	}
	return be.AppendUint64(append(dst, 127), n)
}

// ParseLength decodes the length at the beginning of b, which holds a byte at
// least. Its size says how many bytes it takes: 1, 3 or 9. If b is shorter than
// that, n is 0, and the caller comes back with more.
func ParseLength(b []byte) (n uint64, size int) {
	switch short := b[0] & 0x7f; {
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

// CheckLength judges a length n that took size bytes. There is one right form
// for each number, the shortest; the top bit of the longest form is 0. The
// error is an *Error, and a protocol error.
func CheckLength(n uint64, size int) error {
	const long = "length %d in the %d form, and the shortest form is a must"
	switch {
	case size == 3 && n < 126:
		return NewError(ProtocolError, "5.2", fmt.Sprintf(long, n, 126))
	case size == 9 && n <= math.MaxUint16:
		return NewError(ProtocolError, "5.2", fmt.Sprintf(long, n, 127))
	case n > math.MaxInt64:
		return NewError(ProtocolError, "5.2",
			fmt.Sprintf("length %#x has its top bit set, which must be 0", n))
	}
	return nil
}
