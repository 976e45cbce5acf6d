// This is what adding looks like: it carries from one bit to the next. XOR looks
// at each bit alone.

package wire

const (
	ZeroKey   = "48 65 6c 6c 6f"
	CaseKey   = "68 85 8c 8c 8f"
	OwnKey    = "90 ca d8 d8 b7"
	LikeByte1 = "5"
	FrameSize = 11
)
