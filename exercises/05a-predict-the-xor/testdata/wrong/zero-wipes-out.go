// This is what it looks like when XOR with zero is taken for AND with zero: a
// zero in the key makes no zero on the wire, it changes nothing at all.

package wire

const (
	ZeroKey   = "00 00 00 00 00"
	CaseKey   = "68 45 4c 4c 4f"
	OwnKey    = "00 00 00 00 27"
	LikeByte1 = "5"
	FrameSize = 11
)
