// This is what a header looks like that was cut behind its first two bytes: those
// announced more, io.ReadFull finds nothing there, and calls that io.EOF.

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
		return h, nil, inside(err)
	}
	return h, room.Bytes(), nil
}

func inside(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
