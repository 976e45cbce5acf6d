// This is what it looks like when the end of a message is marked: with a line feed, the
// message may hold none, and a reader has to look at every byte.

package message

import (
	"bytes"
	"errors"
	"io"
)

func WriteMsg(w io.Writer, p []byte) error {
	if len(p) > 65535 {
		return errors.New("the message is too long")
	}
	_, err := w.Write(append(bytes.Clone(p), '\n'))
	return err
}

func ReadMsg(r io.Reader, max int) ([]byte, error) {
	var p []byte
	var b [1]byte
	for {
		_, err := io.ReadFull(r, b[:])
		if err == io.EOF && len(p) > 0 {
			return p, io.ErrUnexpectedEOF
		}
		if err != nil {
			return p, err
		}
		if b[0] == '\n' {
			return p, nil
		}
		if p = append(p, b[0]); len(p) > max {
			return nil, errors.New("the message is too big")
		}
	}
}
