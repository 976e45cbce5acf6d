package deflate_test

import (
	"fmt"
	"slices"
)

// An inflater is a second opinion on what a Compressor makes, after RFC 1951 and
// as slow as it is plain. Unlike compress/flate it can have a small window, and
// it says so when a distance reaches over it.
type inflater struct {
	window int
	out    []byte // all messages, so far
	in     []byte
	bit    int // of in
}

type broken string

func (s *inflater) fail(format string, args ...any) { panic(broken(fmt.Sprintf(format, args...))) }

// message inflates the payload of one message, whose blocks have to end where it
// ends.
func (s *inflater) message(payload []byte) (p []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			if b, ok := r.(broken); ok {
				err = fmt.Errorf("%s, at bit %d of %d bytes", b, s.bit, len(payload))
				return
			}
			panic(r)
		}
	}()
	s.in, s.bit = append(slices.Clone(payload), 0, 0, 0xff, 0xff), 0
	start := len(s.out)
	for final := false; s.bit < 8*len(s.in) && !(final && s.bit == 8*len(payload)); {
		final = s.block()
	}
	return s.out[start:], nil
}

func (s *inflater) block() (final bool) {
	final = s.bits(1) == 1
	switch s.bits(2) {
	case 0:
		s.bit = (s.bit + 7) &^ 7
		n, inverse := s.bits(16), s.bits(16)
		if n^inverse != 0xffff {
			s.fail("stored block of %#x bytes, and the inverse is %#x", n, inverse)
		}
		for range n {
			s.out = append(s.out, byte(s.bits(8)))
		}
	case 1:
		lengths := slices.Concat(slices.Repeat([]int{8}, 144), slices.Repeat([]int{9}, 112),
			slices.Repeat([]int{7}, 24), slices.Repeat([]int{8}, 8))
		s.symbols(newCode(lengths), newCode(slices.Repeat([]int{5}, 30)))
	case 2:
		s.symbols(s.codes())
	default:
		s.fail("block of type 3")
	}
	if final {
		s.bit = (s.bit + 7) &^ 7
	}
	return final
}

func (s *inflater) bits(n int) (value int) {
	for i := range n {
		if s.bit >= 8*len(s.in) {
			s.fail("no bits left")
		}
		value |= int(s.in[s.bit/8]>>(s.bit%8)&1) << i
		s.bit++
	}
	return value
}

// A code is a Huffman code: how many symbols have each length, and the symbols
// in the order of their codes (RFC 1951 §3.2.2).
type code struct {
	count   [16]int
	symbols []int
}

func newCode(lengths []int) (c code) {
	for length := 1; length <= 15; length++ {
		for symbol, l := range lengths {
			if l == length {
				c.count[length]++
				c.symbols = append(c.symbols, symbol)
			}
		}
	}
	return c
}

func (s *inflater) symbol(c code) int {
	bits, first, index := 0, 0, 0 // of this length: the code read, the first code, its symbol
	for length := 1; length <= 15; length++ {
		bits |= s.bits(1)
		if n := bits - first; n < c.count[length] {
			return c.symbols[index+n]
		}
		index += c.count[length]
		first = (first + c.count[length]) << 1
		bits <<= 1
	}
	s.fail("no such code")
	return 0
}

// codes reads the two codes of a dynamic block (RFC 1951 §3.2.7).
func (s *inflater) codes() (literals, distances code) {
	nl, nd, n := s.bits(5)+257, s.bits(5)+1, s.bits(4)+4
	order := make([]int, 19)
	for _, i := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}[:n] {
		order[i] = s.bits(3)
	}
	c := newCode(order)
	var lengths []int
	for len(lengths) < nl+nd {
		switch symbol := s.symbol(c); symbol {
		default:
			lengths = append(lengths, symbol)
		case 16:
			if len(lengths) == 0 {
				s.fail("no length to repeat")
			}
			lengths = append(lengths, slices.Repeat(lengths[len(lengths)-1:], s.bits(2)+3)...)
		case 17:
			lengths = append(lengths, make([]int, s.bits(3)+3)...)
		case 18:
			lengths = append(lengths, make([]int, s.bits(7)+11)...)
		}
	}
	if len(lengths) > nl+nd {
		s.fail("%d code lengths, %d wanted", len(lengths), nl+nd)
	}
	return newCode(lengths[:nl]), newCode(lengths[nl:])
}

func (s *inflater) symbols(literals, distances code) {
	for {
		symbol := s.symbol(literals)
		switch {
		case symbol < 256:
			s.out = append(s.out, byte(symbol))
			continue
		case symbol == 256:
			return
		case symbol > 285:
			s.fail("length symbol %d", symbol)
		}
		length := symbol - 254
		switch {
		case symbol == 285:
			length = 258
		case symbol >= 265:
			extra := (symbol - 261) / 4
			length = (4+(symbol-261)%4)<<extra + 3 + s.bits(extra)
		}
		distance := s.symbol(distances) + 1
		if distance > 4 {
			extra := (distance - 3) / 2
			distance = (2+(distance-3)%2)<<extra + 1 + s.bits(extra)
		}
		if distance > s.window || distance > len(s.out) {
			s.fail("distance %d, with a window of %d and %d bytes so far", distance, s.window, len(s.out))
		}
		for range length {
			s.out = append(s.out, s.out[len(s.out)-distance])
		}
	}
}
