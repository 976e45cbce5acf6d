// This is the size of an unmasked frame: the two bytes and the payload. A masked
// one carries its key with it.

package wire

const (
	ZeroKey   = "48 65 6c 6c 6f"
	CaseKey   = "68 45 4c 4c 4f"
	OwnKey    = "00 00 00 00 27"
	LikeByte1 = "5"
	FrameSize = 7
)
