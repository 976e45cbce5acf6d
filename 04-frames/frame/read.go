package frame

import (
	"bufio"
	"errors"
	"io"
)

// Read reads the next frame, however its bytes were cut into reads, and checks
// it by rules. The payload is as it was on the wire: still masked, if h says
// so. No byte of it is read before the header has passed, and its room grows
// with what comes, never by the length announced. The error is an *Error,
// io.EOF if in ends between two frames, io.ErrUnexpectedEOF if it ends inside
// one, or in's own.
func Read(in *bufio.Reader, rules Rules) (h Header, payload []byte, err error) {
	for size, have := 2, 2; have <= size; have++ { // a rule is not judged later than it can be
		b, err := in.Peek(have)
		if errors.Is(err, io.EOF) && len(b) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return h, nil, err
		}
		if h, size, err = Check(b, rules); err != nil {
			return h, nil, err
		}
	}
	in.Discard(len(h.Append(nil)))
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

// AppendGoodbye appends the Close frame that tells the peer why the connection
// ends: for nil a normal closure, for an *Error its code and reason. For any
// other error it appends nothing, since the connection itself has failed.
func AppendGoodbye(dst []byte, err error) []byte {
	var broken *Error
	if errors.As(err, &broken) {
		return Append(dst, Close, AppendClose(nil, broken.Code, broken.Reason()))
	}
	if err != nil {
		return dst
	}
	return Append(dst, Close, AppendClose(nil, NormalClosure, ""))
}
