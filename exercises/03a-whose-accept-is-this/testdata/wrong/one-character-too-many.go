// This is what two slips that each add one character look like when they are told
// apart by eye. One adds it behind the key, the other inside the GUID: hash both.

package autopsy

const (
	First           = EmptyKey
	Second          = WrappedGUID
	Third           = HexDigest
	Fourth          = DecodedKey
	Fifth           = TrailingCR
	SameForEveryKey = EmptyKey
)
