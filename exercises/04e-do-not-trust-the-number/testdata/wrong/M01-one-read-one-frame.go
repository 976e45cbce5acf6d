// This is what a frame looks like when one Read is held to be one frame: the
// next frame goes down with it, and one that comes in pieces is never whole.

package reading

import (
	"io"
	"math"
)

func ReadFrame(r io.Reader, limit int64) (h Header, payload []byte, err error) {
	b := make([]byte, MaxHeader+limit)
	n, err := r.Read(b)
	if err != nil {
		return h, nil, err
	}
	b = b[:n]
	h, size := Parse(b)
	if len(b) < size {
		return h, nil, io.ErrUnexpectedEOF
	}
	if h.Length > math.MaxInt64 {
		return h, nil, NewError(ProtocolError, "5.2", "a length whose top bit is set")
	}
	if h.Length > uint64(limit) {
		return h, nil, NewError(MessageTooBig, "10.4", "a payload over the limit")
	}
	payload = b[size:]
	if uint64(len(payload)) < h.Length {
		return h, nil, io.ErrUnexpectedEOF
	}
	return h, payload[:h.Length], nil
}
