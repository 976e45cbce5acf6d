// This is what a decoded key taken for a key with its line end looks like: both
// hash the wrong bytes before the GUID, sixteen of them or twenty-five.

package autopsy

const (
	First           = EmptyKey
	Second          = DecodedKey
	Third           = HexDigest
	Fourth          = TrailingCR
	Fifth           = WrappedGUID
	SameForEveryKey = EmptyKey
)
