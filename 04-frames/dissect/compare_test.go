package dissect_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

func TestFramesDrawsEachFrame(t *testing.T) {
	one := frametest.Unhex(t, "01 03 48 65 6c")
	two := frametest.Unhex(t, "89 85 37 fa 21 3d 7f 9f 4d 51 58")
	three := frametest.Unhex(t, "80 02 6c") // cut
	all := dissect.Frames(bytes.Join([][]byte{one, two, three}, nil))
	want := dissect.Frame(one) + "\n" + dissect.Frame(two) + "\n" + dissect.Frame(three)
	if all != want {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
	if got := dissect.Frames(nil); got != "" {
		t.Errorf("Frames of nothing is %q", got)
	}
}

func TestCompareNamesTheFirstDifferentByte(t *testing.T) {
	const hello = "81 05 48 65 6c 6c 6f"
	for _, c := range []struct{ name, got, want, says string }{
		{"equal", hello, hello, ""},
		{"both empty", "", "", ""},
		{"first byte", "01 05 48 65 6c 6c 6f", hello, "byte 0 is 01, want 81\n"},
		{"mask bit", "81 85 48 65 6c 6c 6f", hello, "byte 1 is 85, want 05\n"},
		{"last byte", "81 05 48 65 6c 6c 6e", hello, "byte 6 is 6e, want 6f\n"},
		{"too short", "81 05 48", hello, "byte 3 is the end, want 65\n"},
		{"too long", hello + "88 00", hello, "byte 7 is 88, want the end\n"},
		{"nothing came", "", hello, "byte 0 is the end, want 81\n"},
		{"nothing was wanted", hello, "", "byte 0 is 81, want the end\n"},
	} {
		got, want := frametest.Unhex(t, c.got), frametest.Unhex(t, c.want)
		diff := dissect.Compare(got, want)
		if c.says == "" && diff != "" || !strings.HasPrefix(diff, c.says) {
			t.Errorf("%s: want %q first, got\n%s", c.name, c.says, diff)
		}
		if diff != "" && (!strings.Contains(diff, dissect.Frames(got)) || !strings.Contains(diff, dissect.Frames(want))) {
			t.Errorf("%s: both sides are to be drawn:\n%s", c.name, diff)
		}
	}
}

func TestStreamDrawsUntilClose(t *testing.T) {
	text, bye := frametest.Unhex(t, "81 05 48 65 6c 6c 6f"), frametest.Unhex(t, "88 02 03 e8")
	wire := bytes.Join([][]byte{text, text, bye, text}, nil)
	for _, r := range []io.Reader{bytes.NewReader(wire), iotest.OneByteReader(bytes.NewReader(wire))} {
		var out strings.Builder
		if err := dissect.Stream(&out, r, frame.Rules{From: frame.Server, Limit: 100}); err != nil {
			t.Errorf("after a Close: %v", err)
		}
		want := dissect.Frame(text) + "\n" + dissect.Frame(text) + "\n" + dissect.Frame(bye) + "\n"
		if out.String() != want {
			t.Errorf("got\n%s\nwant\n%s", out.String(), want)
		}
	}
}

func TestStreamEndsWithTheReadersError(t *testing.T) {
	var broken *frame.Error
	for _, c := range []struct {
		bytes string
		is    func(error) bool
	}{
		{"81 02 68 69", func(err error) bool { return err == io.EOF }},
		{"81 02 68", func(err error) bool { return err == io.ErrUnexpectedEOF }},
		{"81 82 00 00 00 00 68 69", func(err error) bool { return errors.As(err, &broken) && broken.Code == frame.ProtocolError }},
		{"82 7e 03 e8", func(err error) bool { return errors.As(err, &broken) && broken.Code == frame.MessageTooBig }},
	} {
		err := dissect.Stream(io.Discard, bytes.NewReader(frametest.Unhex(t, c.bytes)), frame.Rules{From: frame.Server, Limit: 100})
		if !c.is(err) {
			t.Errorf("%s: Stream ends with %v", c.bytes, err)
		}
	}
}
