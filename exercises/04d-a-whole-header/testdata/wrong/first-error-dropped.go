// This is what two Writes look like when only the second one's error is returned:
// the header was lost, the text went out, and the caller is told that all is well.

package header

import "io"

func AppendHeader(dst []byte, h Header) []byte {
	first := h.Rsv<<4 | byte(h.Opcode)
	if h.Fin {
		first |= 0x80
	}
	at := len(dst) + 1
	dst = AppendLength(append(dst, first), h.Length)
	if h.Masked {
		dst[at] |= 0x80
		dst = append(dst, h.Key[:]...)
	}
	return dst
}

func ParseHeader(b []byte) (h Header, size int) {
	if len(b) < 2 {
		return Header{}, 0
	}
	h.Fin = b[0]&0x80 != 0
	h.Rsv = b[0] >> 4 & 7
	h.Opcode = Opcode(b[0] & 0x0f)
	h.Masked = b[1]&0x80 != 0
	h.Length, size = ParseLength(b[1:])
	size++
	if h.Masked {
		size += 4
	}
	if len(b) < size {
		return Header{}, 0
	}
	if h.Masked {
		copy(h.Key[:], b[size-4:])
	}
	return h, size
}

func WriteText(w io.Writer, text string) error {
	b := AppendHeader(nil, Header{Fin: true, Opcode: Text, Length: uint64(len(text))})
	w.Write(b)
	_, err := io.WriteString(w, text)
	return err
}
