package conformance

import (
	"fmt"
	"strings"
)

// An inflater undoes one sender's compression (RFC 1951, RFC 7692 §7.2.2). The
// judge has its own because compress/flate does not say how far back a distance
// reaches, and that is what was agreed on. It is plain: no tables, a code is read
// bit by bit.
type inflater struct {
	window int    // how far back a distance may reach
	alone  bool   // each message begins with an empty window
	out    []byte // what may be looked back at, and the message so far

	in      []byte
	bit     int    // of in
	problem string // what is wrong with the message; "" nothing
}

// inflatedMax is more than any case asks for.
const inflatedMax = 64 << 20

// message returns what a message's payload inflates to. The problem is not "" if
// it does not.
func (s *inflater) message(payload []byte) (message []byte, problem string) {
	if s.alone {
		s.out = nil
	}
	s.out = append([]byte(nil), s.out[max(0, len(s.out)-s.window):]...)
	s.in, s.bit, s.problem = append(append([]byte(nil), payload...), 0, 0, 0xff, 0xff), 0, ""
	start := len(s.out)
	for s.problem == "" && s.bit < 8*len(s.in) {
		s.block()
	}
	if s.problem != "" && strings.HasSuffix(string(payload), "\x00\x00\xff\xff") {
		s.problem += ", or it still has the 00 00 ff ff that ends a flush"
	}
	if s.problem != "" {
		s.problem += fmt.Sprintf(" (byte %d of %d, %d bytes of message before it)", s.bit/8, len(payload), len(s.out)-start)
	}
	return s.out[start:], s.problem
}

func (s *inflater) fail(format string, args ...any) {
	if s.problem == "" {
		s.problem = fmt.Sprintf(format, args...)
	}
}

// bits reads a number of n bits, the lowest first.
func (s *inflater) bits(n int) (value int) {
	if s.bit+n > 8*len(s.in) {
		s.fail("it ends inside a block")
		return 0
	}
	for i := range n {
		value |= int(s.in[s.bit/8]>>(s.bit%8)&1) << i
		s.bit++
	}
	return value
}

// align goes on to where the next byte begins.
func (s *inflater) align() { s.bit = (s.bit + 7) / 8 * 8 }

func (s *inflater) block() {
	final := s.bits(1)
	switch s.bits(2) {
	case 0:
		s.stored()
	case 1:
		s.symbols(fixedLiterals, fixedDistances)
	case 2:
		literals, distances := s.codes()
		s.symbols(literals, distances)
	default:
		s.fail("a block of the reserved type 3")
	}
	if final == 1 {
		s.align() // what follows is a stream of its own
	}
}

func (s *inflater) stored() {
	s.align()
	n, inverse := s.bits(16), s.bits(16)
	at := s.bit / 8
	switch {
	case n^inverse != 0xffff:
		s.fail("a stored block of length %#04x, and its complement is %#04x", n, inverse)
	case at+n > len(s.in):
		s.fail("it ends inside a stored block")
	default:
		s.out = append(s.out, s.in[at:at+n]...)
		s.bit += 8 * n
	}
}

// A huffman is a canonical Huffman code: how many symbols have each length, and
// the symbols in the order of their codes (RFC 1951 §3.2.2).
type huffman struct {
	count   [16]int
	symbols []int
}

func newHuffman(lengths []int) (h huffman) {
	for length := 1; length <= 15; length++ {
		for symbol, l := range lengths {
			if l == length {
				h.count[length]++
				h.symbols = append(h.symbols, symbol)
			}
		}
	}
	return h
}

var fixedLiterals, fixedDistances = func() (literals, distances huffman) {
	lengths := make([]int, 288)
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	five := make([]int, 30)
	for i := range five {
		five[i] = 5
	}
	return newHuffman(lengths), newHuffman(five)
}()

func (s *inflater) symbol(h huffman) int {
	code, first, index := 0, 0, 0 // of this length: what was read, the first code, its symbol
	for length := 1; length <= 15 && s.problem == ""; length++ {
		code |= s.bits(1)
		if n := code - first; n < h.count[length] {
			return h.symbols[index+n]
		}
		index += h.count[length]
		first = (first + h.count[length]) << 1
		code <<= 1
	}
	s.fail("bits that are no code")
	return 256 // the end of a block
}

// codes reads the two codes of a dynamic block (RFC 1951 §3.2.7).
func (s *inflater) codes() (literals, distances huffman) {
	nl, nd, n := s.bits(5)+257, s.bits(5)+1, s.bits(4)+4
	var order [19]int
	for _, i := range []int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}[:n] {
		order[i] = s.bits(3)
	}
	h := newHuffman(order[:])
	var lengths []int
	for len(lengths) < nl+nd && s.problem == "" {
		symbol, value, times := s.symbol(h), 0, 1
		switch symbol {
		case 16:
			if len(lengths) == 0 {
				s.fail("a dynamic block that repeats a length before there is one")
				return literals, distances
			}
			value, times = lengths[len(lengths)-1], s.bits(2)+3
		case 17:
			times = s.bits(3) + 3
		case 18:
			times = s.bits(7) + 11
		default:
			value = symbol
		}
		for range times {
			lengths = append(lengths, value)
		}
	}
	if s.problem == "" && len(lengths) != nl+nd {
		s.fail("a dynamic block with %d code lengths, %d announced", len(lengths), nl+nd)
	}
	if s.problem != "" {
		return literals, distances
	}
	return newHuffman(lengths[:nl]), newHuffman(lengths[nl:])
}

// symbols reads literals and copies up to the end of the block.
func (s *inflater) symbols(literals, distances huffman) {
	for s.problem == "" {
		symbol := s.symbol(literals)
		switch {
		case symbol < 256:
			s.out = append(s.out, byte(symbol))
		case symbol == 256:
			return
		case symbol > 285:
			s.fail("the length symbol %d, which there is not", symbol)
		default:
			s.copy(symbol-257, distances)
		}
	}
}

func (s *inflater) copy(symbol int, distances huffman) {
	length := lengthBase(symbol) + s.bits(lengthExtra(symbol))
	symbol = s.symbol(distances)
	if symbol > 29 {
		s.fail("the distance symbol %d, which there is not", symbol)
		return
	}
	distance := distanceBase(symbol) + s.bits(distanceExtra(symbol))
	switch {
	case distance > len(s.out):
		s.fail("a distance of %d, and there are only %d bytes to look back at", distance, len(s.out))
	case distance > s.window:
		s.fail("a distance of %d, and the window has %d bytes", distance, s.window)
	case len(s.out) > inflatedMax:
		s.fail("more than 64 MiB")
	}
	for range length {
		if s.problem == "" {
			s.out = append(s.out, s.out[len(s.out)-distance])
		}
	}
}

// The lengths and distances of RFC 1951 §3.2.5: a symbol stands for a base and so
// many extra bits.
func lengthExtra(symbol int) int {
	if symbol < 8 || symbol == 28 {
		return 0
	}
	return symbol/4 - 1
}

func lengthBase(symbol int) int {
	switch {
	case symbol == 28:
		return 258
	case symbol < 8:
		return 3 + symbol
	}
	return 3 + (4+symbol%4)<<lengthExtra(symbol)
}

func distanceExtra(symbol int) int { return max(0, symbol/2-1) }

func distanceBase(symbol int) int {
	if symbol < 4 {
		return 1 + symbol
	}
	return 1 + (2+symbol%2)<<distanceExtra(symbol)
}
