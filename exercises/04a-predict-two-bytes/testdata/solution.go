package headers

// Readings returns your reading of each header.
func Readings() map[string]Reading {
	return map[string]Reading{
		// FIN, RSV, opcode, MASK, length
		"81 05":             {1, 0, 1, 0, 5},
		"01 83 37 fa 21 3d": {0, 0, 1, 1, 3},
		"89 00":             {1, 0, 9, 0, 0},
		"82 7e 01 00":       {1, 0, 2, 0, 256},
		"88 82 37 fa 21 3d": {1, 0, 8, 1, 2},
		"80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d": {1, 0, 0, 1, 65536},
		"48 54": {0, 4, 8, 0, 84}, // "HT", as in "HTTP/1.1 200 OK"
		"47 45": {0, 4, 7, 0, 69}, // "GE", as in "GET / HTTP/1.1"
	}
}
