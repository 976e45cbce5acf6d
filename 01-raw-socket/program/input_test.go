package program

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// writes records each Write, and when it came.
type writes struct {
	pieces []string
	at     []time.Time
	fail   error
}

func (w *writes) Write(b []byte) (int, error) {
	if w.fail != nil {
		return 0, w.fail
	}
	w.pieces = append(w.pieces, string(b))
	w.at = append(w.at, time.Now())
	return len(b), nil
}

func frame(line []byte) []byte { return append([]byte{byte(len(line))}, line...) }

func TestInputIsSentAsItWasTyped(t *testing.T) {
	for _, test := range []struct {
		name, input string
		hex         bool
		encode      func([]byte) []byte
		want        []string // the writes; a raw input's are joined
	}{
		{"raw", "Hello\r\n\x00\xff", false, nil, []string{"Hello\r\n\x00\xff"}},
		{"raw without a line end", "Hello", false, nil, []string{"Hello"}},
		{"lines encoded", "Hello\n\nyou\r\nthere", false, frame, []string{"\x05Hello", "\x00", "\x03you", "\x05there"}},
		{"hex", "81 05 48656c6c 6F\n", true, nil, []string{"\x81\x05Hello"}},
		{"hex is sent as it is", "81 00\n", true, frame, []string{"\x81\x00"}},
		{"a write for each line of hex", "81\r\n05 # length\n48", true, nil, []string{"\x81", "\x05", "H"}},
		{"hex with nothing on a line", "81\n\n# a comment\n05\n", true, nil, []string{"\x81", "\x05"}},
		{"hex in tabs", "\t81\t05", true, nil, []string{"\x81\x05"}},
	} {
		// However the input arrives, a line is a line.
		for name, r := range map[string]io.Reader{
			"at once":      strings.NewReader(test.input),
			"byte by byte": iotest.OneByteReader(strings.NewReader(test.input)),
			"data and EOF": iotest.DataErrReader(strings.NewReader(test.input)),
		} {
			in := &Input{r: r, hex: test.hex}
			var w writes
			if err := in.Send(&w, test.encode); err != nil {
				t.Errorf("%s, %s: %v", test.name, name, err)
			}
			if test.encode == nil && !test.hex {
				w.pieces = []string{strings.Join(w.pieces, "")}
			}
			if !slices.Equal(w.pieces, test.want) {
				t.Errorf("%s, %s: wrote %q, want %q", test.name, name, w.pieces, test.want)
			}
		}
	}
}

func TestInputIsSentAsSoonAsItIsTyped(t *testing.T) {
	for name, in := range map[string]*Input{"raw": {}, "hex": {hex: true}} {
		synctest.Test(t, func(t *testing.T) { // where waiting for more input is a deadlock
			r, typed := io.Pipe()
			in.r = r
			sent, w := io.Pipe()
			done := make(chan error, 1)
			go func() { done <- in.Send(w, nil); w.Close() }()
			for range 2 {
				io.WriteString(typed, "41 42\n")
				if _, err := sent.Read(make([]byte, 16)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			typed.Close()
			if rest, err := io.ReadAll(sent); len(rest) > 0 || err != nil {
				t.Errorf("%s: at the end came %q, %v; want the end", name, rest, err)
			}
			if err := <-done; err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}

func TestLinesAreHandedOverAndHexIsSentAsItIs(t *testing.T) {
	for _, test := range []struct {
		hex             bool
		lines, rawBytes []string
	}{
		{false, []string{"81 05", "", "48"}, nil},
		{true, nil, []string{"\x81\x05", "H"}},
	} {
		in := &Input{r: strings.NewReader("81 05\r\n\n48"), hex: test.hex}
		var raw writes
		var lines []string
		if err := in.Lines(&raw, func(line string) error { lines = append(lines, line); return nil }); err != nil {
			t.Errorf("hex %t: %v", test.hex, err)
		}
		if !slices.Equal(lines, test.lines) || !slices.Equal(raw.pieces, test.rawBytes) {
			t.Errorf("hex %t: lines %q and bytes %q, want %q and %q", test.hex, lines, raw.pieces, test.lines, test.rawBytes)
		}
	}
	stop := errors.New("stop")
	in := &Input{r: strings.NewReader("one\ntwo\n")}
	calls := 0
	if err := in.Lines(&writes{}, func(string) error { calls++; return stop }); !errors.Is(err, stop) || calls != 1 {
		t.Errorf("after an error: %d calls, %v; want one, and the error", calls, err)
	}
}

func TestDribbleSendsSingleBytesApart(t *testing.T) {
	for _, test := range []struct {
		flag string
		want time.Duration
	}{
		{"-dribble", 5 * time.Millisecond},
		{"-dribble=50ms", 50 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			var in *Input
			p := New("sample", "")
			p.Dial("HOST:PORT", "", func(_ context.Context, _ string, i *Input) error { in = i; return nil })
			if err := p.run(t.Context(), []string{"dial", test.flag, "127.0.0.1:1"}); err != nil {
				t.Fatal(err)
			}
			in.r = strings.NewReader("Hello, world\n")
			var w writes
			if err := in.Send(&w, nil); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(w.pieces, ""); got != "Hello, world\n" || len(w.pieces) != len(got) {
				t.Errorf("%s: wrote %q, want Hello, world in single bytes", test.flag, w.pieces)
			}
			for i := range w.at[1:] {
				if gap := w.at[i+1].Sub(w.at[i]); gap != test.want {
					t.Errorf("%s: %v between bytes %d and %d, want %v", test.flag, gap, i, i+1, test.want)
				}
			}
		})
	}
}

func TestMistypedHexIsAMistakeOnTheCommandLine(t *testing.T) {
	for _, line := range []string{"8", "81 5", "xx", "0x81", "81,05", "Hello"} {
		var w writes
		err := (&Input{r: strings.NewReader("81\n" + line + "\n82\n"), hex: true}).Send(&w, nil)
		if !isUsage(err) || !strings.Contains(err.Error(), `"`+line+`" is not bytes in hex`) {
			t.Errorf("%q: %v, want exit status 2 and the line in the message", line, err)
		}
		if !slices.Equal(w.pieces, []string{"\x81"}) {
			t.Errorf("%q: wrote %q, want the line before it alone", line, w.pieces)
		}
		if _, err := ParseHex(strings.Fields(line)); !isUsage(err) {
			t.Errorf("ParseHex(%q): %v, want exit status 2", line, err)
		}
	}
}

func TestParseHexJoinsItsWords(t *testing.T) {
	for _, words := range [][]string{{"8105", "48656c6c6f"}, {"81", "05", "48 65 6C 6C 6F"}, {"81054", "8656c6c6f"}} {
		b, err := ParseHex(words)
		if err != nil || string(b) != "\x81\x05Hello" {
			t.Errorf("ParseHex(%q) = % x, %v; want 81 05 48 65 6c 6c 6f", words, b, err)
		}
	}
}

func TestSendStopsAtTheFirstError(t *testing.T) {
	gone, broken := errors.New("the other end is gone"), errors.New("the keyboard is broken")
	for name, in := range map[string]*Input{
		"raw":     {},
		"hex":     {hex: true},
		"dribble": {dribble: dribble(time.Hour)}, // and no pause after a failed write
	} {
		in.r = io.MultiReader(strings.NewReader("41 42\n"), iotest.ErrReader(broken))
		if err := in.Send(&writes{fail: gone}, nil); !errors.Is(err, gone) {
			t.Errorf("%s: failed write: %v, want %v", name, err, gone)
		}
		in.dribble = 0
		in.r = io.MultiReader(strings.NewReader("41 42\n"), iotest.ErrReader(broken))
		if err := in.Send(&writes{}, nil); !errors.Is(err, broken) {
			t.Errorf("%s: failed read: %v, want %v", name, err, broken)
		}
	}
}
