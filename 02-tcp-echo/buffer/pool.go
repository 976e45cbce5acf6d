package buffer

import "sync"

// The size classes, and what each is meant for. A buffer of another size is
// made, and not kept.
const (
	Small  = 512       // the beginning of something whose rest is late
	Medium = 4 << 10   // a few short answers
	Large  = 32 << 10  // one read
	Huge   = 128 << 10 // one large message
)

var (
	smalls  = sync.Pool{New: func() any { return new([Small]byte) }}
	mediums = sync.Pool{New: func() any { return new([Medium]byte) }}
	larges  = sync.Pool{New: func() any { return new([Large]byte) }}
	huges   = sync.Pool{New: func() any { return new([Huge]byte) }}
)

// Borrow returns an empty buffer with room for n bytes or more. What stood in
// it before may still be there.
func Borrow(n int) []byte {
	switch {
	case n <= Small:
		return smalls.Get().(*[Small]byte)[:0]
	case n <= Medium:
		return mediums.Get().(*[Medium]byte)[:0]
	case n <= Large:
		return larges.Get().(*[Large]byte)[:0]
	case n <= Huge:
		return huges.Get().(*[Huge]byte)[:0]
	}
	return make([]byte, 0, n+n/4)
}

// GiveBack ends the use of a borrowed buffer: its bytes may be overwritten at
// once. It takes nil, and buffers of any origin.
func GiveBack(b []byte) {
	switch b = b[:cap(b)]; len(b) {
	case Small:
		smalls.Put((*[Small]byte)(b))
	case Medium:
		mediums.Put((*[Medium]byte)(b))
	case Large:
		larges.Put((*[Large]byte)(b))
	case Huge:
		huges.Put((*[Huge]byte)(b))
	}
}

// Room returns b with room for n more bytes: b itself, or a larger borrowed
// buffer with the same bytes, after which b is given back.
func Room(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	larger := append(Borrow(len(b)+n), b...)
	GiveBack(b)
	return larger
}
