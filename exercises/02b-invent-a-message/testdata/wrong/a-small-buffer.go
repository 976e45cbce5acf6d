// This is what it looks like when a buffer is trusted to make one Write of two: it does,
// until a message is longer than the buffer.

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
	out := bufio.NewWriter(w)
	out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(p))))
	out.Write(p)
	return out.Flush()
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
