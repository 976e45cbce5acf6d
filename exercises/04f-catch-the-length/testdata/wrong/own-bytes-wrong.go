// This is what a test looks like whose own table is wrong: a byte was written down
// in the wrong place, and the right codec is blamed.

package catch

import (
	"bytes"
	"fmt"
)

func Catch(c Codec) error {
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	for _, want := range []struct {
		h    Header
		wire []byte
	}{
		{Header{Fin: true, Opcode: Text, Length: 5}, []byte{0x81, 0x05}},
		{Header{Fin: false, Opcode: Text, Length: 5}, []byte{0x01, 0x05}},
		{Header{Fin: false, Opcode: Text, Masked: true, Length: 5, Key: key}, []byte{0x01, 0x85, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: true, Opcode: Binary, Length: 125}, []byte{0x82, 0x7d}},
		{Header{Fin: true, Opcode: Binary, Length: 126}, []byte{0x82, 0x7e, 0x7e, 0}},
		{Header{Fin: true, Opcode: Binary, Length: 65535}, []byte{0x82, 0x7e, 0xff, 0xff}},
		{Header{Fin: true, Opcode: Binary, Length: 65536}, []byte{0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0}},
		{Header{Fin: true, Opcode: Binary, Length: 1<<32 + 5}, []byte{0x82, 0x7f, 0, 0, 0, 1, 0, 0, 0, 5}},
	} {
		if got := c.Append(nil, want.h); !bytes.Equal(got, want.wire) {
			return fmt.Errorf("Append of %+v is % x, want % x", want.h, got, want.wire)
		}
		if h, size := c.Parse(want.wire); h != want.h || size != len(want.wire) {
			return fmt.Errorf("Parse of % x is %+v, size %d, want %+v", want.wire, h, size, want.h)
		}
	}
	return nil
}
