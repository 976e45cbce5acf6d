// Package autopsy is an exercise: which slip made this wrong Accept?
package autopsy

// A Slip is something that can go wrong on the way from the key to the Accept.
type Slip string

// The slips.
const (
	NoAnswer Slip = "" // yet

	// The key is "".
	EmptyKey Slip = "the header is not found, so the key is empty"

	// It is key + "\r".
	TrailingCR Slip = "the key still ends in the CR of its line"

	// It is 16 bytes, not 24 characters.
	DecodedKey Slip = "the key is decoded from base64 before it is hashed"

	// 40 characters go into base64, not 20 bytes.
	HexDigest Slip = "the SHA-1 is written in hex, and that goes into base64"

	// "47DA- 95CA"
	WrappedGUID Slip = "the GUID has a space, from the line that the RFC breaks"
)
