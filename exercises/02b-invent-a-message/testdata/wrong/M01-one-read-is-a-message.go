// This is what one Read looks like when it is taken for one message: what came glued
// to it is thrown away, and what has not come yet is missing.

package message

import (
	"encoding/binary"
	"errors"
	"io"
)

func WriteMsg(w io.Writer, p []byte) error {
	if len(p) > 65535 {
		return errors.New("the message is too long")
	}
	msg := binary.BigEndian.AppendUint16(nil, uint16(len(p)))
	_, err := w.Write(append(msg, p...))
	return err
}

func ReadMsg(r io.Reader, max int) ([]byte, error) {
	buf := make([]byte, 2+65535)
	n, err := r.Read(buf)
	if n == 0 && err != nil {
		return nil, err
	}
	if n < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	length := int(binary.BigEndian.Uint16(buf))
	if length > max {
		return nil, errors.New("the message is too big")
	}
	if n < 2+length {
		return nil, io.ErrUnexpectedEOF
	}
	return buf[2 : 2+length], nil
}
