// This is what FIN looks like when it is read as "more will follow": it is 1
// where the message ends.

package headers

func Readings() map[string]Reading {
	return map[string]Reading{
		"81 05":             {0, 0, 1, 0, 5},
		"01 83 37 fa 21 3d": {1, 0, 1, 1, 3},
		"89 00":             {0, 0, 9, 0, 0},
		"82 7e 01 00":       {0, 0, 2, 0, 256},
		"88 82 37 fa 21 3d": {0, 0, 8, 1, 2},
		"80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d": {0, 0, 0, 1, 65536},
		"48 54": {1, 4, 8, 0, 84},
		"47 45": {1, 4, 7, 0, 69},
	}
}
