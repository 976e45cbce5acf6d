// This is what half a remedy looks like: the number is checked, and then
// believed. Four bytes have come, and room was made for 32 MiB.

package reading

import (
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
	payload = make([]byte, h.Length)
	if _, err := io.ReadFull(r, payload); err != nil {
		return h, nil, inside(err)
	}
	return h, payload, nil
}

func inside(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
