package reading

import (
	"bytes"
	"fmt"
	"io"
	"math"
)

// ReadFrame reads one frame from r, and not a byte more. The payload may have
// at most limit bytes; it is returned as it came, still masked if it is.
func ReadFrame(r io.Reader, limit int64) (h Header, payload []byte, err error) {
	b := make([]byte, 2, MaxHeader)
	if _, err := io.ReadFull(r, b); err != nil {
		return h, nil, err
	}
	_, size := Parse(b)
	b = b[:size]
	if _, err := io.ReadFull(r, b[2:]); err != nil {
		return h, nil, inside(err)
	}
	h, _ = Parse(b)
	if h.Length > math.MaxInt64 {
		return h, nil, NewError(ProtocolError, "5.2", fmt.Sprintf("length %#x has its top bit set, which must be 0", h.Length))
	}
	if h.Length > uint64(limit) {
		return h, nil, NewError(MessageTooBig, "10.4", fmt.Sprintf("payload of %d bytes, at most %d allowed", h.Length, limit))
	}
	var room bytes.Buffer
	if _, err := io.CopyN(&room, r, int64(h.Length)); err != nil {
		return h, nil, inside(err)
	}
	return h, room.Bytes(), nil
}

// inside makes of an end of the stream one that came too early.
func inside(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
