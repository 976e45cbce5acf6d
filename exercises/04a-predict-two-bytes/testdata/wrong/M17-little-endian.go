// This is what a length looks like that is read from the wrong end: on the
// network the high byte comes first.

package headers

func Readings() map[string]Reading {
	return map[string]Reading{
		"81 05":             {1, 0, 1, 0, 5},
		"01 83 37 fa 21 3d": {0, 0, 1, 1, 3},
		"89 00":             {1, 0, 9, 0, 0},
		"82 7e 01 00":       {1, 0, 2, 0, 1},
		"88 82 37 fa 21 3d": {1, 0, 8, 1, 2},
		"80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d": {1, 0, 0, 1, 1099511627776},
		"48 54": {0, 4, 8, 0, 84},
		"47 45": {0, 4, 7, 0, 69},
	}
}
