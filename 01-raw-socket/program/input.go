package program

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// An Input is what dial sends: standard input as it is, or as hex, at once or
// byte by byte.
type Input struct {
	r       io.Reader
	hex     bool
	dribble dribble
}

// typed reports whether the input is a terminal, where somebody waits to type.
func (in *Input) typed() bool {
	f, ok := in.r.(*os.File)
	return ok && terminal(f)
}

// Send copies the input to w until the input ends (nil) or a write fails.
//
// With -hex each line is decoded and written as it is. Otherwise, if encode
// is nil, the bytes go out unchanged, in the pieces in which they are read;
// else each line, without its line end, goes out as what encode makes of it.
func (in *Input) Send(w io.Writer, encode func(line []byte) []byte) error {
	w = in.Slow(w)
	if in.hex {
		return in.sendHex(w)
	}
	if encode != nil {
		return lines(in.r, func(line string) error {
			_, err := w.Write(encode([]byte(line)))
			return err
		})
	}
	buf := make([]byte, 32<<10)
	for {
		n, err := in.r.Read(buf)
		if n > 0 {
			if _, err := w.Write(buf[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Lines calls do for each line of the input, without its line end, until the
// input ends (nil) or do fails. With -hex the lines go to raw, as bytes, and do
// is not called.
func (in *Input) Lines(raw io.Writer, do func(line string) error) error {
	if in.hex {
		return in.sendHex(in.Slow(raw))
	}
	return lines(in.r, do)
}

func (in *Input) sendHex(w io.Writer) error {
	return lines(in.r, func(line string) error {
		b, err := parseHex(line)
		if err != nil && in.typed() {
			fmt.Fprintf(os.Stderr, "not sent: %v\n", err) // whoever mistyped may try again
			return nil
		}
		if err != nil {
			return Usage(err)
		}
		if len(b) > 0 {
			_, err = w.Write(b)
		}
		return err
	})
}

func lines(r io.Reader, do func(string) error) error {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			if err := do(strings.TrimRight(line, "\r\n")); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// parseHex reads "81 05 48656c6c6f # a comment".
func parseHex(line string) ([]byte, error) {
	line, _, _ = strings.Cut(line, "#")
	b, err := hex.DecodeString(strings.Join(strings.Fields(line), ""))
	if err != nil {
		return nil, fmt.Errorf("%q is not bytes in hex: want two digits a byte, such as 81 05", strings.TrimSpace(line))
	}
	return b, nil
}

// ParseHex returns the bytes that the words give in hex, two digits a byte.
func ParseHex(words []string) ([]byte, error) {
	b, err := parseHex(strings.Join(words, " "))
	if err != nil {
		return nil, Usage(err)
	}
	return b, nil
}

// dribble is the pause after each byte; zero sends everything at once. As a
// flag it may stand alone.
type dribble time.Duration

func (d *dribble) String() string   { return "" }
func (d *dribble) IsBoolFlag() bool { return true }

// dribbles reports whether the first operand was meant for -dribble.
func (v *Verb) dribbles(operands []string) bool {
	_, err := time.ParseDuration(operands[0])
	return err == nil && v.Lookup("dribble") != nil
}

func (d *dribble) Set(s string) error {
	if s == "true" {
		s = "5ms"
	}
	pause, err := time.ParseDuration(s)
	if err != nil || pause < 0 {
		return errors.New("want a duration, such as 50ms")
	}
	*d = dribble(pause)
	return nil
}

// Slow returns w, or with -dribble a writer that writes single bytes to it.
func (in *Input) Slow(w io.Writer) io.Writer {
	if in.dribble == 0 {
		return w
	}
	return slow{w, time.Duration(in.dribble)}
}

type slow struct {
	w     io.Writer
	pause time.Duration
}

func (s slow) Write(b []byte) (n int, err error) {
	for ; n < len(b); n++ {
		if _, err := s.w.Write(b[n : n+1]); err != nil {
			return n, err
		}
		time.Sleep(s.pause)
	}
	return n, nil
}
