// This is what it looks like when each call reads through a buffer of its own: the
// buffer takes what follows, too, and is thrown away with it.

package message

import (
	"bufio"
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
	in := bufio.NewReader(r)
	var length [2]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:]))
	if n > max {
		return nil, errors.New("the message is too big")
	}
	p := make([]byte, n)
	_, err := io.ReadFull(in, p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return p, err
}
