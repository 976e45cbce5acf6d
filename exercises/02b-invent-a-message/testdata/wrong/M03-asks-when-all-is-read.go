// This is what a limit looks like that is asked at the end: the whole message has been
// read by then, and its sender has had all the room that it wanted.

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
	p := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(r, p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && len(p) > max {
		return nil, errors.New("the message is too big")
	}
	return p, err
}
