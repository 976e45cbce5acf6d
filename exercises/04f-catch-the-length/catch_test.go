package catch_test

import (
	_ "embed"
	"testing"

	catch "example/websocket/exercises/04f-catch-the-length"
	"example/websocket/exercises/internal/check"
)

//go:embed catch.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestCatch(t *testing.T) {
	check.Run(t, check.File{Name: "catch.go", Yours: yours, Stub: stub},
		spares("chapter", "Catch returns nil for the chapter's codec, which is right.", right()),
		spares("also-right", "Catch returns nil for another right one. It returns size 0 for a header that is cut, and for a length that is not in its shortest form.", alsoRight()),
		catches("two-of-eight-bytes", "Catch returns an error if Parse reads only the first two bytes of a length in eight.", twoOfEightBytes()),
		catches("seven-of-eight-bytes", "Catch returns an error if Parse reads only the first seven bytes of a length in eight.", sevenOfEightBytes()),
		catches("low-32-bits", "Catch returns an error if Parse keeps only the low 32 bits of a length in eight bytes.", low32Bits()),
		catches("border-at-125", "Catch returns an error if Append writes 125 as 7e 00 7d.", at(125, two)),
		catches("border-at-65535", "Catch returns an error if Append writes 65535 as 7f and eight bytes.", at(65535, eight)),
		catches("border-at-65537", "Catch returns an error if Append writes 65536 as 7e 00 00.", at(65536, two)),
		catches("shift-wraps-at-32", "Catch returns an error if Append writes a length above 65535 as its low four bytes, twice.", shiftWrapsAt32()),
		catches("little-endian", "Catch returns an error if Append writes the low byte of a length first, and Parse reads it so.", littleEndian()),
		catches("no-marker", "Catch returns an error if Append writes lengths above 125 without 7e or 7f in front.", noMarker()),
		catches("mask-counted-in", "Catch returns an error if Parse takes MASK for a part of the length, so that 85 is 133.", maskCountedIn()),
		catches("key-not-counted", "Catch returns an error if Parse leaves the four bytes of the key out of the size.", keyNotCounted()),
		catches("mask-in-the-first-byte", "Catch returns an error if Parse reads MASK from the first byte, where FIN is.", maskInTheFirstByte()),
		catches("fin-inverted", "Catch returns an error if Append writes FIN 1 for 0 and 0 for 1, and Parse reads it so.", finInverted()),
	)
}

func catches(name, says string, c catch.Codec) check.Case {
	return check.Case{Name: name, Says: says, Section: "RFC 6455 §5.2", Run: func(t *check.T) {
		t.Call("Catch(codec), where codec is wrong")
		if catch.Catch(c) == nil {
			t.Wrong("nil", "an error")
		}
	}}
}

func spares(name, says string, c catch.Codec) check.Case {
	return check.Case{Name: name, Says: says, Run: func(t *check.T) {
		if err := catch.Catch(c); err != nil {
			t.Call("Catch(codec), where codec is right; the error says:\n%v", err)
			t.Wrong("an error", "nil")
		}
	}}
}
