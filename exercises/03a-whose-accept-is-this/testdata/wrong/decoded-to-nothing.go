// This is what "decoded, so nothing is left" looks like. The sixteen bytes are
// there and are hashed; an empty key is a header that was not found.

package autopsy

const (
	First           = DecodedKey
	Second          = TrailingCR
	Third           = HexDigest
	Fourth          = EmptyKey
	Fifth           = WrappedGUID
	SameForEveryKey = DecodedKey
)
