// Package headers is an exercise: see README.md.
package headers

// A Reading is what a header says. Its fields stand in the order of the bits.
type Reading struct {
	Fin    int    // 0 or 1
	Rsv    int    // 0 to 7: RSV1 counts 4, RSV2 counts 2, RSV3 counts 1
	Opcode int    // 0 to 15
	Mask   int    // 0 or 1
	Length uint64 // of the payload, in bytes
}
