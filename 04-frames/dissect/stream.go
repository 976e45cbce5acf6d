package dissect

import (
	"bufio"
	"fmt"
	"io"

	"example/websocket/04-frames/frame"
)

// Stream reads frames from r, checks each by rules, and draws it on w, until
// one is a Close (nil) or reading fails (frame.Read's error).
func Stream(w io.Writer, r io.Reader, rules frame.Rules) error {
	in := bufio.NewReader(r)
	for {
		h, payload, err := frame.Read(in, rules)
		if err != nil {
			return err
		}
		fmt.Fprintln(w, Frame(append(h.Append(nil), payload...)))
		if h.Opcode == frame.Close {
			return nil
		}
	}
}
