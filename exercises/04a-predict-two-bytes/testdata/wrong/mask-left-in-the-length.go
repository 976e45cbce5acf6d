// This is what MASK looks like when it is left in the length: 83 is not 131,
// but the bit 80 and the number 3.

package headers

func Readings() map[string]Reading {
	return map[string]Reading{
		"81 05":             {1, 0, 1, 0, 5},
		"01 83 37 fa 21 3d": {0, 0, 1, 1, 131},
		"89 00":             {1, 0, 9, 0, 0},
		"82 7e 01 00":       {1, 0, 2, 0, 256},
		"88 82 37 fa 21 3d": {1, 0, 8, 1, 130},
		"80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d": {1, 0, 0, 1, 255},
		"48 54": {0, 4, 8, 0, 84},
		"47 45": {0, 4, 7, 0, 69},
	}
}
