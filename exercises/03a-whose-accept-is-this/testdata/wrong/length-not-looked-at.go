// This is what passing over the length looks like: 28 characters of base64 hold
// the twenty bytes of a SHA-1, and only one of the slips gives more.

package autopsy

const (
	First           = EmptyKey
	Second          = TrailingCR
	Third           = DecodedKey
	Fourth          = HexDigest
	Fifth           = WrappedGUID
	SameForEveryKey = EmptyKey
)
