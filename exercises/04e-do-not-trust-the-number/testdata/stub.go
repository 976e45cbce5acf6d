package reading

import "io"

// ReadFrame reads one frame from r, and not a byte more. The payload may have
// at most limit bytes; it is returned as it came, still masked if it is.
func ReadFrame(r io.Reader, limit int64) (h Header, payload []byte, err error) {
	// Mend this.
	b := make([]byte, 2, MaxHeader)
	if _, err := io.ReadFull(r, b); err != nil {
		return h, nil, err
	}
	_, size := Parse(b)
	b = b[:size]
	if _, err := io.ReadFull(r, b[2:]); err != nil {
		return h, nil, err
	}
	h, _ = Parse(b)
	payload = make([]byte, h.Length)
	_, err = io.ReadFull(r, payload)
	return h, payload, err
}
