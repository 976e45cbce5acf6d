package websocket

import "sync"

// Buffers are borrowed while there are bytes to hold, and given back when they
// are empty: ten thousand silent connections share a handful.

// The size classes, and which use is meant.
const (
	small  = 512       // the beginning of a frame whose rest is late
	medium = 4 << 10   // a few replies
	large  = 32 << 10  // one read
	huge   = 128 << 10 // a full queue
)

var (
	smalls  = sync.Pool{New: func() any { return new([small]byte) }}
	mediums = sync.Pool{New: func() any { return new([medium]byte) }}
	larges  = sync.Pool{New: func() any { return new([large]byte) }}
	huges   = sync.Pool{New: func() any { return new([huge]byte) }}
)

// borrow returns an empty buffer with room for n bytes or more.
func borrow(n int) []byte {
	switch {
	case n <= small:
		return smalls.Get().(*[small]byte)[:0]
	case n <= medium:
		return mediums.Get().(*[medium]byte)[:0]
	case n <= large:
		return larges.Get().(*[large]byte)[:0]
	case n <= huge:
		return huges.Get().(*[huge]byte)[:0]
	}
	return make([]byte, 0, n+n/4)
}

// giveBack ends the use of a borrowed buffer. What is in it may be overwritten
// at once.
func giveBack(b []byte) {
	switch b = b[:cap(b)]; len(b) {
	case small:
		smalls.Put((*[small]byte)(b))
	case medium:
		mediums.Put((*[medium]byte)(b))
	case large:
		larges.Put((*[large]byte)(b))
	case huge:
		huges.Put((*[huge]byte)(b))
	}
}

// roomFor returns b with room for n more bytes, moved to a larger class if need
// be. A nil b is a buffer to come.
func roomFor(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	larger := append(borrow(len(b)+n), b...)
	if b != nil {
		giveBack(b)
	}
	return larger
}
