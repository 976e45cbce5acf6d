package wire

// Your answer here. Bytes are written in hex, as in "48 65 6c"; the spaces and
// the letters' case do not matter.
const (
	ZeroKey   = "" // "Hello" under the key 00 00 00 00: five bytes
	CaseKey   = "" // "Hello" under the key 20 20 20 20: five bytes
	OwnKey    = "" // "Hello" under the key 48 65 6c 6c, "Hell": five bytes
	LikeByte1 = "" // "banana": which of 3 and 5 is always like 1?
	FrameSize = 0  // "Hello" in a masked frame: all bytes, header too
)
