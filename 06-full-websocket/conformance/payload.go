package conformance

import (
	"encoding/binary"
	"sync"
)

// payloadMax is the largest payload that a case sends.
const payloadMax = 16 << 20

// Payloads are counters: no piece of one is like another, so that a piece in the
// wrong place shows.
var (
	manyLetters = sync.OnceValue(func() string {
		b := make([]byte, 0, payloadMax+20)
		for count := []byte("00000000é"); len(b) < payloadMax+10; {
			b = append(b, count...) // ten bytes
			i := 7
			for ; count[i] == '9'; i-- {
				count[i] = '0'
			}
			count[i]++
		}
		return string(b)
	})
	manyOctets = sync.OnceValue(func() string {
		b := make([]byte, 0, payloadMax+8)
		for i := uint32(0); len(b) < payloadMax; i++ {
			b = binary.BigEndian.AppendUint32(b, ^i)
			b = binary.BigEndian.AppendUint32(b, i)
		}
		return string(b)
	})
)

// letters is n bytes of text; some of its characters take two.
func letters(n int) string {
	if n%10 == 9 { // n bytes from the first on would end inside a character
		return manyLetters()[1 : 1+n]
	}
	return manyLetters()[:n]
}

// octets is n bytes that are no text.
func octets(n int) string { return manyOctets()[:n] }
