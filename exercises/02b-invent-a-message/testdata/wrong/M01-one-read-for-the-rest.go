// This is what one Read looks like where the payload may take many: the length comes
// whole, and behind the first bytes the rest of the message is zeros.

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
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:]))
	if n > max {
		return nil, errors.New("the message is too big")
	}
	p := make([]byte, n)
	if n == 0 {
		return p, nil
	}
	k, err := r.Read(p)
	if k > 0 {
		return p, nil
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return p, err
}
