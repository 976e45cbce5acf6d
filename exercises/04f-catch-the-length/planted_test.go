package catch_test

import (
	"encoding/binary"
	"slices"

	"example/websocket/04-frames/frame"
	catch "example/websocket/exercises/04f-catch-the-length"
)

// right is the chapter's own.
func right() catch.Codec {
	return catch.Codec{
		Append: func(dst []byte, h catch.Header) []byte { return frame.Header(h).Append(dst) },
		Parse: func(b []byte) (catch.Header, int) {
			h, size := frame.Parse(b)
			return catch.Header(h), size
		},
	}
}

// alsoRight is right too, and says 0 to a header that is not all there, or whose
// length has a shorter form.
func alsoRight() catch.Codec {
	c := right()
	c.Parse = func(b []byte) (catch.Header, int) {
		h, size := frame.Parse(b)
		if len(b) < size || len(h.Append(nil)) != size {
			return catch.Header{}, 0
		}
		return catch.Header(h), size
	}
	return c
}

// appending is right but for the bytes of a length.
func appending(length func(n uint64) []byte) catch.Codec {
	c := right()
	c.Append = func(dst []byte, h catch.Header) []byte {
		before, key := frame.Header(h).Append(nil)[0], h.Key[:]
		bytes := slices.Concat([]byte{before}, length(h.Length))
		if h.Masked {
			bytes[1] |= 0x80
			bytes = append(bytes, key...)
		}
		return append(dst, bytes...)
	}
	return c
}

// parsing is right but for a length of eight bytes.
func parsing(length func(eight []byte) uint64) catch.Codec {
	c := right()
	c.Parse = func(b []byte) (catch.Header, int) {
		h, size := frame.Parse(b)
		if len(b) >= 10 && b[1]&0x7f == 127 {
			h.Length = length(b[2:10])
		}
		return catch.Header(h), size
	}
	return c
}

func two(n uint64) []byte { return binary.BigEndian.AppendUint16([]byte{126}, uint16(n)) }

func eight(n uint64) []byte { return binary.BigEndian.AppendUint64([]byte{127}, n) }

func twoOfEightBytes() catch.Codec {
	return parsing(func(b []byte) uint64 { return uint64(binary.BigEndian.Uint16(b)) })
}

func sevenOfEightBytes() catch.Codec {
	return parsing(func(b []byte) uint64 { return binary.BigEndian.Uint64(b) >> 8 })
}

func low32Bits() catch.Codec {
	return parsing(func(b []byte) uint64 { return uint64(binary.BigEndian.Uint32(b[4:])) })
}

// at appends n in that form, and every other length as the chapter does.
func at(n uint64, form func(n uint64) []byte) catch.Codec {
	return appending(func(length uint64) []byte {
		if length == n {
			return form(n)
		}
		return frame.AppendLength(nil, length)
	})
}

func shiftWrapsAt32() catch.Codec {
	return appending(func(n uint64) []byte {
		if n <= 65535 {
			return frame.AppendLength(nil, n)
		}
		return eight(n<<32 | n&0xffffffff)
	})
}

func noMarker() catch.Codec {
	return appending(func(n uint64) []byte {
		b := frame.AppendLength(nil, n)
		return b[min(len(b)/2, 1):] // a form of one byte has no marker
	})
}

// littleEndian is wrong going out and coming in, in the same way.
func littleEndian() catch.Codec {
	c := appending(func(n uint64) []byte {
		b := frame.AppendLength(nil, n)
		slices.Reverse(b[1:])
		return b
	})
	c.Parse = func(b []byte) (catch.Header, int) {
		b = slices.Clone(b)
		if len(b) >= 4 && b[1]&0x7f == 126 {
			slices.Reverse(b[2:4])
		}
		if len(b) >= 10 && b[1]&0x7f == 127 {
			slices.Reverse(b[2:10])
		}
		return right().Parse(b)
	}
	return c
}

// after is right, and then changes what Parse has found in b.
func after(change func(h *catch.Header, size *int, b []byte)) catch.Codec {
	c := right()
	c.Parse = func(b []byte) (catch.Header, int) {
		h, size := right().Parse(b)
		if len(b) >= 2 {
			change(&h, &size, b)
		}
		return h, size
	}
	return c
}

func maskCountedIn() catch.Codec {
	return after(func(h *catch.Header, _ *int, b []byte) {
		if h.Length < 126 {
			h.Length = uint64(b[1])
		}
	})
}

func keyNotCounted() catch.Codec {
	return after(func(h *catch.Header, size *int, _ []byte) {
		if h.Masked {
			*size -= 4
		}
	})
}

func maskInTheFirstByte() catch.Codec {
	return after(func(h *catch.Header, _ *int, b []byte) { h.Masked = b[0]&0x80 != 0 })
}

// finInverted is wrong going out and coming in, in the same way.
func finInverted() catch.Codec {
	c := after(func(h *catch.Header, _ *int, _ []byte) { h.Fin = !h.Fin })
	c.Append = func(dst []byte, h catch.Header) []byte {
		h.Fin = !h.Fin
		return right().Append(dst, h)
	}
	return c
}
