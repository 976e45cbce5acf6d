package dissect

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"example/websocket/04-frames/frame"
)

// Frames draws the frames in b, one after the other: a thousand at most.
func Frames(b []byte) string {
	var pictures []string
	for len(b) > 0 {
		if len(pictures) == 1000 {
			return strings.Join(append(pictures, fmt.Sprintf("… and %d bytes more", len(b))), "\n")
		}
		pictures = append(pictures, Frame(b))
		h, size := frame.Parse(b)
		b = b[min(uint64(len(b)), uint64(size)+min(h.Length, uint64(len(b)))):]
	}
	return strings.Join(pictures, "\n")
}

// Stream reads frames from r, checks each by rules, and draws it on w, until
// one is a Close (nil) or reading fails (frame.Read's error; of a frame that
// breaks a rule the header is drawn).
func Stream(w io.Writer, r io.Reader, rules frame.Rules) error {
	in := bufio.NewReader(r)
	for {
		h, payload, err := frame.Read(in, rules)
		if broken := new(frame.Error); errors.As(err, &broken) {
			b, _ := in.Peek(in.Buffered()) // begins with the frame that broke it
			_, size := frame.Parse(b)
			fmt.Fprintln(w, Frame(b[:min(size, len(b))]))
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(w, Frame(append(h.Append(nil), payload...)))
		if h.Opcode == frame.Close {
			return nil
		}
	}
}
