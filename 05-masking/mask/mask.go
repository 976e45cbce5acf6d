// Package mask is the XOR that every frame from a client goes through (RFC
// 6455 §5.3). Masking twice with the same key gives the payload back, so one
// function does both ways.
//
// It is no encryption: the key stands beside the payload. It makes sure that
// whoever chooses the payload, a page's script, does not choose the bytes on
// the wire (§10.3). That takes a key which nobody can guess, new in each frame.
//
// Read plain.go first, the loop. Second reading: fast.go, the same loop in a
// hurry.
package mask

import "crypto/rand"

// NewKey returns a masking key that nobody can guess. Every frame needs its
// own (§5.3).
func NewKey() (key [4]byte) {
	rand.Read(key[:]) // crypto/rand's Read never fails
	return key
}
