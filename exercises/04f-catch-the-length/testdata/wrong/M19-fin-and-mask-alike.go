// This is what a test looks like in which FIN and MASK are always alike: nobody
// can tell which of the two was read.

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
		{Header{Fin: true, Opcode: Text, Masked: true, Length: 5, Key: key}, []byte{0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: false, Opcode: Text, Length: 5}, []byte{0x01, 0x05}},
		{Header{Fin: true, Opcode: Binary, Masked: true, Length: 5, Key: key}, []byte{0x82, 0x85, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: true, Opcode: Binary, Masked: true, Key: key, Length: 125}, []byte{0x82, 0xfd, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: true, Opcode: Binary, Masked: true, Key: key, Length: 126}, []byte{0x82, 0xfe, 0, 0x7e, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: true, Opcode: Binary, Masked: true, Key: key, Length: 65535}, []byte{0x82, 0xfe, 0xff, 0xff, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: true, Opcode: Binary, Masked: true, Key: key, Length: 65536}, []byte{0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0x37, 0xfa, 0x21, 0x3d}},
		{Header{Fin: true, Opcode: Binary, Masked: true, Key: key, Length: 1<<32 + 5}, []byte{0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 5, 0x37, 0xfa, 0x21, 0x3d}},
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
