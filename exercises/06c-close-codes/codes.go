// Package codes reads and writes what a Close frame carries.
package codes

// Your code here.

// ValidOnWire reports whether a Close frame may carry code.
func ValidOnWire(code uint16) bool {
	return false
}

// ParseClose takes the payload of a Close frame apart. The error is a
// *frame.Error.
func ParseClose(payload []byte) (code uint16, reason string, err error) {
	return 0, "", nil
}

// FormatClose returns the payload of a Close frame.
func FormatClose(code uint16, reason string) (payload []byte, err error) {
	return nil, nil
}
