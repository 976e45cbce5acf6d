// Package autopsy is an exercise: which slip made this wrong Accept?
package autopsy

// A Slip is something that can go wrong on the way from the key to the Accept.
type Slip string

// The slips.
const (
	NoAnswer    Slip = ""                                                        // yet
	EmptyKey    Slip = "the header is not found, so the key is empty"            // ""
	TrailingCR  Slip = "the key still ends in the CR of its line"                // key + "\r"
	DecodedKey  Slip = "the key is decoded from base64 before it is hashed"      // 16 bytes, not 24 characters
	HexDigest   Slip = "the SHA-1 is written in hex, and that goes into base64"  // 40 characters, not 20 bytes
	WrappedGUID Slip = "the GUID has a space, from the line that the RFC breaks" // "47DA- 95CA"
)
