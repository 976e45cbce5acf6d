// Package message sends messages over a stream.
package message

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// WriteMsg writes p as one message, in one Write: the number of its bytes in two
// bytes, the high one first, and then the bytes. A message of more than 65535 bytes
// is an error, and nothing is written.
func WriteMsg(w io.Writer, p []byte) error {
	if len(p) > math.MaxUint16 {
		return fmt.Errorf("a message of %d bytes: two bytes can tell a length of at most %d", len(p), math.MaxUint16)
	}
	msg := binary.BigEndian.AppendUint16(nil, uint16(len(p)))
	_, err := w.Write(append(msg, p...)) // one Write: nobody else's comes in between
	return err
}

// ReadMsg reads the next message from r, and not a byte more. A message of more
// than max bytes is an error, and only its length is read. When r ends before a
// message, the error is io.EOF; when it ends inside one, io.ErrUnexpectedEOF; any
// other error of r is returned as it came.
func ReadMsg(r io.Reader, max int) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:]))
	if n > max {
		return nil, fmt.Errorf("a message of %d bytes: at most %d are allowed", n, max)
	}
	p := make([]byte, n)
	_, err := io.ReadFull(r, p)
	if err == io.EOF { // not one byte came; but the length did
		err = io.ErrUnexpectedEOF
	}
	return p, err
}
