// This is what RSV1 looks like when it is taken for a part of the opcode: the
// opcode has four bits, and 48 is the bit 40 and opcode 8.

package headers

func Readings() map[string]Reading {
	return map[string]Reading{
		"81 05":             {1, 0, 1, 0, 5},
		"01 83 37 fa 21 3d": {0, 0, 1, 1, 3},
		"89 00":             {1, 0, 9, 0, 0},
		"82 7e 01 00":       {1, 0, 2, 0, 256},
		"88 82 37 fa 21 3d": {1, 0, 8, 1, 2},
		"80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d": {1, 0, 0, 1, 65536},
		"48 54": {0, 0, 72, 0, 84},
		"47 45": {0, 0, 71, 0, 69},
	}
}
