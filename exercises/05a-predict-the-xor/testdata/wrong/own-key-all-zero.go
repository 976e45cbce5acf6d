// This is what it looks like when a payload that begins with its own key is all
// zeros to the end: the fifth byte meets the key's first again, and is another.

package wire

const (
	ZeroKey   = "48 65 6c 6c 6f"
	CaseKey   = "68 45 4c 4c 4f"
	OwnKey    = "00 00 00 00 00"
	LikeByte1 = "5"
	FrameSize = 11
)
