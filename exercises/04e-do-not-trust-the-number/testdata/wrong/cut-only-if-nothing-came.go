// This is what it looks like when a payload is held to be cut only if not one byte
// of it came. That is what io.ReadFull says io.EOF for; io.CopyN says it whenever
// too few came.

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
		return h, nil, inside(err)
	}
	h, _ = Parse(b)
	if h.Length > math.MaxInt64 {
		return h, nil, NewError(ProtocolError, "5.2", "a length whose top bit is set")
	}
	if h.Length > uint64(limit) {
		return h, nil, NewError(MessageTooBig, "10.4", "a payload over the limit")
	}
	var room bytes.Buffer
	n, err := io.CopyN(&room, r, int64(h.Length))
	if err == io.EOF && n == 0 {
		return h, nil, io.ErrUnexpectedEOF
	}
	if err != nil {
		return h, nil, err
	}
	return h, room.Bytes(), nil
}

func inside(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
