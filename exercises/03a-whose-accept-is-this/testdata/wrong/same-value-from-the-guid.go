// This is what taking the constant GUID for a constant answer looks like. A GUID
// with a space in it is constant too, and the key still makes every answer differ.

package autopsy

const (
	First           = EmptyKey
	Second          = TrailingCR
	Third           = HexDigest
	Fourth          = DecodedKey
	Fifth           = WrappedGUID
	SameForEveryKey = WrappedGUID
)
