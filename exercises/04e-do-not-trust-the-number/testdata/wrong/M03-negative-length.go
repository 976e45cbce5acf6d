// This is what 2^63 looks like as a number with a sign: negative, and so below
// any limit.

package reading

import (
	"io"
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
	if int64(h.Length) > limit {
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
