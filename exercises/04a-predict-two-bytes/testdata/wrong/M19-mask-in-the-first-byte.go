// This is what MASK looks like when it is read from the first byte: it goes
// where FIN goes. It is the top bit of the second.

package headers

func Readings() map[string]Reading {
	return map[string]Reading{
		"81 05":             {1, 0, 1, 1, 5},
		"01 83 37 fa 21 3d": {0, 0, 1, 0, 3},
		"89 00":             {1, 0, 9, 1, 0},
		"82 7e 01 00":       {1, 0, 2, 1, 256},
		"88 82 37 fa 21 3d": {1, 0, 8, 1, 2},
		"80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d": {1, 0, 0, 1, 65536},
		"48 54": {0, 4, 8, 0, 84},
		"47 45": {0, 4, 7, 0, 69},
	}
}
