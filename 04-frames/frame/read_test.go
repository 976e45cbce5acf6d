package frame_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

// stream is frames of every length form, masked and not, one after the other.
func stream() (wire []byte, frames [][]byte) {
	for i, length := range []int{5, 0, 125, 126, 127, 65535, 65536, 1, 0} {
		h := frame.Header{Fin: true, Opcode: frame.Binary, Masked: i%2 == 1, Length: uint64(length)}
		if h.Masked {
			h.Key = key
		}
		payload := bytes.Repeat([]byte{byte(i + 1)}, length)
		frames = append(frames, append(h.Append(nil), payload...))
		wire = append(wire, frames[i]...)
	}
	return wire, frames
}

// However the bytes were cut into reads, the frames are the same.
func TestReadWhateverTheCuts(t *testing.T) {
	wire, frames := stream()
	for name, cut := range map[string]func(io.Reader) io.Reader{
		"all at once":         func(r io.Reader) io.Reader { return r },
		"one byte a read":     iotest.OneByteReader,
		"half a read":         iotest.HalfReader,
		"end with the data":   iotest.DataErrReader,
		"one byte and an end": func(r io.Reader) io.Reader { return iotest.DataErrReader(iotest.OneByteReader(r)) },
	} {
		t.Run(name, func(t *testing.T) {
			in := bufio.NewReaderSize(cut(bytes.NewReader(wire)), 16)
			for i, want := range frames {
				h, payload, err := frame.Read(in, frame.Rules{Limit: 1 << 20})
				if err != nil {
					t.Fatalf("frame %d: %v", i, err)
				}
				if diff := dissect.Compare(append(h.Append(nil), payload...), want); diff != "" {
					t.Fatalf("frame %d: %s", i, diff)
				}
			}
			if _, _, err := frame.Read(in, frame.Rules{}); !errors.Is(err, io.EOF) {
				t.Errorf("after the last frame: %v, want io.EOF", err)
			}
		})
	}
}

// The end of the stream is in order between two frames and nowhere else.
func TestReadEndsInsideAFrame(t *testing.T) {
	for _, wire := range []string{
		"81 05 48 65 6c 6c 6f",
		"81 85 37 fa 21 3d 7f 9f 4d 51 58",
		"82 fe 00 7e 37 fa 21 3d" + strings.Repeat("00", 126),
		"82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d 55",
	} {
		whole := frametest.Unhex(t, wire)
		for n := range whole {
			want := io.ErrUnexpectedEOF
			if n == 0 {
				want = io.EOF
			}
			for name, r := range map[string]io.Reader{
				"at once":      bytes.NewReader(whole[:n]),
				"byte by byte": iotest.OneByteReader(bytes.NewReader(whole[:n])),
				"end in data":  iotest.DataErrReader(bytes.NewReader(whole[:n])),
			} {
				if _, _, err := frame.Read(bufio.NewReader(r), frame.Rules{Limit: 1 << 20}); err != want {
					t.Errorf("end after %d bytes, %s: %v, want %v\n%s", n, name, err, want, dissect.Frame(whole[:n]))
				}
			}
		}
	}
}

// Another error is passed on as it is, from the header and from the payload.
func TestReadPassesErrorsOn(t *testing.T) {
	for n := range 8 {
		wire := frametest.Unhex(t, "82 86 37 fa 21 3d 01 02")[:n]
		in := bufio.NewReader(io.MultiReader(bytes.NewReader(wire), iotest.ErrReader(os.ErrDeadlineExceeded)))
		if _, _, err := frame.Read(in, frame.Rules{Limit: 10}); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("after %d bytes: %v, want the reader's own error", n, err)
		}
	}
}

// A breach on two bytes is told on two bytes: a peer that waits for the answer
// before it sends more is not waited for.
func TestReadDoesNotWaitToRefuse(t *testing.T) {
	for _, c := range breaches {
		in := bufio.NewReader(io.MultiReader(bytes.NewReader(frametest.Unhex(t, c.bytes)[:c.at]), iotest.ErrReader(errors.New("one byte too many was asked for"))))
		_, payload, err := frame.Read(in, c.rules)
		var broken *frame.Error
		if !errors.As(err, &broken) || broken.Code != c.code || payload != nil {
			t.Errorf("%s, %d bytes: %v and % x, want %v for §%s", c.name, c.at, err, payload, c.code, c.sections)
		}
	}
}

// A length is a claim. Whatever it claims, room is given only to bytes that
// have come.
func TestReadDoesNotTrustTheLength(t *testing.T) {
	for _, c := range []struct {
		name, bytes string
		limit       int64
		code        frame.CloseCode // 0: the end of the stream is the error
	}{
		{"2^63, limited", "82 7f 80 00 00 00 00 00 00 00", 1 << 20, 1002},
		{"2^63, unlimited", "82 7f 80 00 00 00 00 00 00 00", -1, 1002},
		{"2^63-1, limited", "82 7f 7f ff ff ff ff ff ff ff", 1 << 20, 1009},
		{"2^63-1, unlimited", "82 7f 7f ff ff ff ff ff ff ff 41 42", -1, 0},
		{"64 GiB, limited", "82 7f 00 00 00 10 00 00 00 00", 1 << 20, 1009},
		{"64 GiB, unlimited", "82 7f 00 00 00 10 00 00 00 00 41", -1, 0},
		{"64 GiB, masked, limit 1 TiB", "82 ff 00 00 00 10 00 00 00 00 37 fa 21 3d", 1 << 40, 0},
		{"limit + 1", "82 7f 00 00 00 00 00 10 00 01", 1 << 20, 1009},
		{"just the limit", "82 7f 00 00 00 00 00 10 00 00", 1 << 20, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			wire := frametest.Unhex(t, c.bytes)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := frame.Read(bufio.NewReader(bytes.NewReader(wire)), frame.Rules{Limit: c.limit})
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > 512<<10 {
				t.Errorf("%d bytes allocated for %d bytes of frame (RFC 6455 §10.4)", got, len(wire))
			}
			var broken *frame.Error
			if c.code == 0 && err != io.ErrUnexpectedEOF {
				t.Errorf("error %v, want io.ErrUnexpectedEOF", err)
			}
			if c.code != 0 && (!errors.As(err, &broken) || broken.Code != c.code) {
				t.Errorf("error %v, want code %v (RFC 6455 §10.4)\n%s", err, c.code, dissect.Frame(wire))
			}
		})
	}
}

// The length of a text is its bytes, not its characters.
func TestAppendCountsBytes(t *testing.T) {
	for _, c := range []struct{ text, header string }{
		{"Hello", "81 05"},
		{"Grüße", "81 07"},
		{strings.Repeat("é", 62), "81 7c"},
		{strings.Repeat("é", 63), "81 7e 00 7e"},
		{strings.Repeat("é", 1<<15), "81 7f 00 00 00 00 00 01 00 00"},
	} {
		want := append([]byte("before"), append(frametest.Unhex(t, c.header), c.text...)...)
		if got := frame.Append([]byte("before"), frame.Text, []byte(c.text)); !bytes.Equal(got, want) {
			t.Errorf("%.10s… (RFC 6455 §5.2): %s", c.text, dissect.Compare(got[6:], want[6:]))
		}
	}
}

func TestGoodbyeSaysWhy(t *testing.T) {
	broken := frame.NewError(frame.MessageTooBig, "10.4", "too much")
	reason := "too much (RFC 6455 §10.4)"
	for _, c := range []struct {
		err  error
		want []byte
	}{
		{nil, []byte{0x88, 2, 0x03, 0xe8}},
		{broken, append([]byte{0x88, byte(2 + len(reason)), 0x03, 0xf1}, reason...)},
		{fmt.Errorf("reading: %w", broken), append([]byte{0x88, byte(2 + len(reason)), 0x03, 0xf1}, reason...)},
		{io.EOF, nil},
		{io.ErrUnexpectedEOF, nil},
		{os.ErrDeadlineExceeded, nil},
	} {
		if diff := dissect.Compare(frame.AppendGoodbye(nil, c.err), c.want); diff != "" {
			t.Errorf("goodbye for %v (RFC 6455 §5.5.1): %s", c.err, diff)
		}
	}
}
