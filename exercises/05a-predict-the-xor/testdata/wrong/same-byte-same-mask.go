// This is what it looks like when the same letter gives the same byte wherever
// it stands: the key has four bytes, and the position says which one is used.

package wire

const (
	ZeroKey   = "48 65 6c 6c 6f"
	CaseKey   = "68 45 4c 4c 4f"
	OwnKey    = "00 00 00 00 27"
	LikeByte1 = "3 5"
	FrameSize = 11
)
