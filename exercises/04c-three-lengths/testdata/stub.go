package frame

// Your code here.

// AppendLength appends n to dst in the shortest of its three forms.
func AppendLength(dst []byte, n uint64) []byte {
	return dst
}

// ParseLength decodes the length at the beginning of b, which holds a byte at
// least. Its size says how many bytes it takes: 1, 3 or 9. If b is shorter than
// that, n is 0.
func ParseLength(b []byte) (n uint64, size int) {
	return 0, 0
}

// CheckLength judges a length n that took size bytes: nil, or a protocol error.
func CheckLength(n uint64, size int) error {
	return nil
}
