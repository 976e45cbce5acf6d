// This is what OR looks like: it only ever sets bits. XOR also clears those that
// are 1 in both.

package wire

const (
	ZeroKey   = "48 65 6c 6c 6f"
	CaseKey   = "68 65 6c 6c 6f"
	OwnKey    = "48 65 6c 6c 6f"
	LikeByte1 = "5"
	FrameSize = 11
)
