package headers_test

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
	headers "example/websocket/exercises/04a-predict-two-bytes"
	"example/websocket/exercises/internal/check"
)

//go:embed headers.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestReadings(t *testing.T) {
	var cases []check.Case
	for _, c := range []struct{ name, header, says string }{
		{"hello", "81 05", "two bytes that begin most short messages"},
		{"fragment", "01 83 37 fa 21 3d", "the four bytes at the end are a key"},
		{"ping", "89 00", "two bytes are the whole frame"},
		{"two-bytes-of-length", "82 7e 01 00", "the seven bits do not hold the length"},
		{"close", "88 82 37 fa 21 3d", "what a browser says when it leaves"},
		{"eight-bytes-of-length", "80 ff 00 00 00 00 00 01 00 00 37 fa 21 3d", "fourteen bytes, the longest header there is"},
		{"http", "48 54", "a server that answers in plain HTTP begins so"},
		{"get", "47 45", "a client that asks in plain HTTP begins so"},
	} {
		cases = append(cases, check.Case{
			Name: c.name, Section: "RFC 6455 §5.2",
			Says: fmt.Sprintf("You read %s rightly: %s.", c.header, c.says),
			Run: func(t *check.T) {
				t.Call("Readings()[%q]", c.header)
				wire := frametest.Unhex(t, c.header)
				h, _ := frame.Parse(wire)
				want := headers.Reading{Fin: bit(h.Fin), Rsv: int(h.Rsv), Opcode: int(h.Opcode), Mask: bit(h.Masked), Length: h.Length}
				if got := headers.Readings()[c.header]; got != want {
					t.Drawn(say(got), say(want), picture(wire))
				}
			},
		})
	}
	check.Run(t, check.File{Name: "headers.go", Yours: yours, Stub: stub}, cases...)
}

// picture draws a header. What is cut, or broken, was not asked.
func picture(wire []byte) string {
	picture, _, _ := strings.Cut(dissect.Frame(wire), "\ncut: ")
	picture, _, _ = strings.Cut(picture, "\nbroken: ")
	return picture
}

func bit(set bool) int {
	if set {
		return 1
	}
	return 0
}

func say(r headers.Reading) string {
	return fmt.Sprintf("FIN %d, RSV %d, opcode %d, MASK %d, length %d", r.Fin, r.Rsv, r.Opcode, r.Mask, r.Length)
}
