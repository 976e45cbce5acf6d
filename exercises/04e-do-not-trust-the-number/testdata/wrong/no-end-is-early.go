// This is what it looks like when no end is called early: whatever io.ReadFull and
// io.CopyN say is passed on, and io.EOF in the middle of a frame says that nothing
// is missing.

package reading

import (
	"bytes"
	"io"
	"math"
)

func ReadFrame(r io.Reader, limit int64) (h Header, payload []byte, err error) {
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
	if h.Length > math.MaxInt64 {
		return h, nil, NewError(ProtocolError, "5.2", "a length whose top bit is set")
	}
	if h.Length > uint64(limit) {
		return h, nil, NewError(MessageTooBig, "10.4", "a payload over the limit")
	}
	var room bytes.Buffer
	if _, err := io.CopyN(&room, r, int64(h.Length)); err != nil {
		return h, nil, err
	}
	return h, room.Bytes(), nil
}
