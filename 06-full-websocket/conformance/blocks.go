package conformance

// Blocks of DEFLATE made by hand, for what no compressor would send (RFC 1951
// §3.2).

// A block is written behind others.
type block func(*blockWriter)

// A blockWriter appends bits.
type blockWriter struct {
	out  []byte
	free int // bits of the last byte that are not used
}

func (w *blockWriter) bits(value, n int) {
	for i := range n {
		if w.free == 0 {
			w.out, w.free = append(w.out, 0), 8
		}
		w.out[len(w.out)-1] |= byte(value>>i&1) << (8 - w.free)
		w.free--
	}
}

// code writes a Huffman code: the highest bit first.
func (w *blockWriter) code(value, n int) {
	for i := n - 1; i >= 0; i-- {
		w.bits(value>>i, 1)
	}
}

// blocks writes them one behind the other. A message that ends with a flush ends
// with an empty stored block, of which only the first byte is sent (RFC 7692
// §7.2.1): flush writes that.
func blocks(all ...block) string {
	var w blockWriter
	for _, b := range all {
		b(&w)
	}
	return string(w.out)
}

// flush is what is sent of the empty stored block at a message's end.
func flush(w *blockWriter) {
	w.bits(0, 3)
	w.free = 0
}

// emptied is a whole empty stored block, as a flush in the middle leaves it.
func emptied(w *blockWriter) {
	flush(w)
	w.out = append(w.out, 0, 0, 0xff, 0xff)
}

// raw is bytes, whatever they say.
func raw(s string) block {
	return func(w *blockWriter) { w.out, w.free = append(w.out, s...), 0 }
}

// final marks a block as the last of its stream, and fills its last byte: what
// comes behind it is a stream of its own (RFC 7692 §7.2.3.4).
func final(b block) block {
	return func(w *blockWriter) {
		at, bit := len(w.out), 0
		if w.free > 0 {
			at, bit = at-1, 8-w.free
		}
		b(w)
		w.out[at] |= 1 << bit
		w.free = 0
	}
}

// stored is a stored block.
func stored(s string) block {
	return func(w *blockWriter) {
		flush(w)
		w.out = append(w.out, byte(len(s)), byte(len(s)>>8), ^byte(len(s)), ^byte(len(s)>>8))
		w.out = append(w.out, s...)
	}
}

// storedAll is as many stored blocks as s needs.
func storedAll(s string) block {
	return func(w *blockWriter) {
		for ; len(s) > 0; s = s[min(len(s), 65535):] {
			stored(s[:min(len(s), 65535)])(w)
		}
	}
}

// A back is a copy of what stands so far back.
type back struct{ length, distance int }

// A symbol is one of the code for literals and lengths, a distance one of the code
// for distances, whatever they mean.
type (
	symbol   int
	distance int
)

// fixed is a block with the fixed codes; its items are strings, backs, symbols
// and distances.
func fixed(items ...any) block {
	return func(w *blockWriter) {
		w.bits(0b010, 3)
		for _, item := range items {
			switch item := item.(type) {
			case string:
				for i := range len(item) {
					w.literal(int(item[i]))
				}
			case back:
				w.back(item)
			case symbol:
				w.literal(int(item))
			case distance:
				w.code(int(item), 5)
			}
		}
		w.literal(256) // the end of the block
	}
}

// literal writes a symbol of the fixed code (RFC 1951 §3.2.6).
func (w *blockWriter) literal(symbol int) {
	switch {
	case symbol < 144:
		w.code(0b00110000+symbol, 8)
	case symbol < 256:
		w.code(0b110010000+symbol-144, 9)
	case symbol < 280:
		w.code(symbol-256, 7)
	default:
		w.code(0b11000000+symbol-280, 8)
	}
}

func (w *blockWriter) back(b back) {
	symbol := 28
	if b.length != 258 {
		for symbol = 27; lengthBase(symbol) > b.length; symbol-- {
		}
	}
	w.literal(257 + symbol)
	w.bits(b.length-lengthBase(symbol), lengthExtra(symbol))
	for symbol = 29; distanceBase(symbol) > b.distance; symbol-- {
	}
	w.code(symbol, 5)
	w.bits(b.distance-distanceBase(symbol), distanceExtra(symbol))
}

// inflated is what a payload made by hand inflates to.
func inflated(payload string) string {
	s := inflater{window: 1 << 15}
	message, problem := s.message([]byte(payload))
	if problem != "" {
		panic("conformance: a case's own message does not inflate: " + problem)
	}
	return string(message)
}
