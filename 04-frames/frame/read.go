package frame

import (
	"bufio"
	"errors"
	"io"
)

// ReadHeader reads and checks the next frame's header, however its bytes were
// cut into reads, and leaves the payload to be read. It looks at every byte as
// it comes: a rule that two bytes break is found when two bytes are there. The
// error is an *Error, io.EOF if in ends before the first byte,
// io.ErrUnexpectedEOF if it ends inside the header, or in's own; after one of
// in's own, the same header can be read again.
func ReadHeader(in Peeker, rules Rules) (h Header, err error) {
	for want := 2; ; {
		b, err := in.Peek(want) // waits for that many
		if errors.Is(err, io.EOF) && len(b) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return h, err
		}
		b, _ = in.Peek(min(in.Buffered(), MaxHeader)) // all that came
		h, size, err := Check(b, rules)
		if err != nil {
			return h, err
		}
		if size <= len(b) {
			in.Discard(size)
			return h, nil
		}
		want = len(b) + 1
	}
}

// Read reads the next frame whole. The payload is as it was on the wire: still
// masked, if h says so. No byte of it is read before the header has passed, and
// its room grows with what comes, never by the length announced. Its errors are
// ReadHeader's.
func Read(in *bufio.Reader, rules Rules) (
	h Header, payload []byte, err error) {
	if h, err = ReadHeader(in, rules); err != nil {
		return h, nil, err
	}
	payload, err = io.ReadAll(io.LimitReader(in, int64(h.Length)))
	if err == nil && uint64(len(payload)) < h.Length {
		err = io.ErrUnexpectedEOF
	}
	return h, payload, err
}

// Append appends a whole, unmasked frame to dst.
func Append(dst []byte, op Opcode, payload []byte) []byte {
	h := Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	return append(h.Append(dst), payload...)
}
