// This is what two Writes look like: the length and the bytes each arrive whole, and
// between them there is room for somebody else's.

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
	if _, err := w.Write(binary.BigEndian.AppendUint16(nil, uint16(len(p)))); err != nil {
		return err
	}
	_, err := w.Write(p)
	return err
}

func ReadMsg(r io.Reader, max int) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:]))
	if n > max {
		return nil, errors.New("the message is too big")
	}
	p := make([]byte, n)
	_, err := io.ReadFull(r, p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return p, err
}
