// This is what a test looks like that only writes and then reads: whoever is
// wrong in the same way twice passes.

package catch

import "fmt"

func Catch(c Codec) error {
	key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
	for _, n := range []uint64{0, 5, 125, 126, 65535, 65536, 1<<32 + 5} {
		for _, want := range []Header{
			{Fin: true, Opcode: Text, Length: n},
			{Fin: false, Opcode: Text, Length: n},
			{Fin: false, Opcode: Text, Masked: true, Length: n, Key: key},
		} {
			wire := c.Append(nil, want)
			if h, size := c.Parse(wire); h != want || size != len(wire) {
				return fmt.Errorf("Parse of % x is %+v, want %+v", wire, h, want)
			}
		}
	}
	return nil
}
