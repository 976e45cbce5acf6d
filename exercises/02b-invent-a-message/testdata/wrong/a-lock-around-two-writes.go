// This is what a lock around two Writes looks like: your own goroutines wait for each
// other now, and still two packets go out where one would do.

package message

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"
)

var mu sync.Mutex

func WriteMsg(w io.Writer, p []byte) error {
	if len(p) > 65535 {
		return errors.New("the message is too long")
	}
	mu.Lock()
	defer mu.Unlock()
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
