// This is what it looks like when the key ends after four bytes and the fifth
// goes out as it is. The key is repeated for as long as the payload lasts.

package wire

const (
	ZeroKey   = "48 65 6c 6c 6f"
	CaseKey   = "68 45 4c 4c 6f"
	OwnKey    = "00 00 00 00 6f"
	LikeByte1 = "none"
	FrameSize = 11
)
