package handshake

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"example/websocket/02-tcp-echo/buffer"
)

// Limits bound what a stranger can make us read before we know whether we
// want to talk. The zero value stands for the defaults.
type Limits struct {
	Line   int           // bytes in the first line; 0 is 8,192
	Head   int           // bytes in the whole head; 0 is 16,384
	Fields int           // header lines; 0 is 100
	Time   time.Duration // for the head to arrive, and for one write; 0 is 10 s
}

func (l Limits) orDefault() Limits {
	or := func(n *int, d int) {
		if *n <= 0 {
			*n = d
		}
	}
	or(&l.Line, 8192)
	or(&l.Head, 16384)
	or(&l.Fields, 100)
	if l.Time <= 0 {
		l.Time = 10 * time.Second
	}
	return l
}

// Errors of readHead; request.go and response.go say what each means there.
var (
	errBareLF  = errors.New("line ends in LF without CR")
	errLine    = errors.New("first line too long")
	errHead    = errors.New("head too large")
	errFields  = errors.New("too many header lines")
	errNotHTTP = errors.New("first byte cannot begin HTTP")
	errEmpty   = errors.New("empty line before the first") // line returns it, to have that line skipped
)

// readHead reads lines up to the blank one and calls line for each, without
// its CRLF, as soon as it is complete; an error of line ends it. A Read may
// return half a line or the whole head and a frame behind it, so head is
// what was read up to and including the blank line, and rest what came after.
func readHead(conn net.Conn, lim Limits, line func(n int, text string) error) (head, rest []byte, err error) {
	conn.SetReadDeadline(time.Now().Add(lim.Time))
	buf, size, err := scanHead(conn, lim, line)
	head, rest = bytes.Clone(buf[:size]), bytes.Clone(buf[size:])
	buffer.GiveBack(buf)
	return head, rest, err
}

// scanHead returns what it has read in a borrowed buffer, and how much of that is
// the head.
func scanHead(conn net.Conn, lim Limits, line func(n int, text string) error) (buf []byte, size int, err error) {
	buf = buffer.Borrow(buffer.Small)
	start, seen := 0, 0 // of the line under way: its first byte, and what holds no LF
	for n := 0; ; {
		if len(buf) > 0 && !isTokenByte(buf[0]) && buf[0] != '\r' {
			return buf, len(buf), errNotHTTP // before looking for lines: a TLS hello may hold an LF
		}
		if i := bytes.IndexByte(buf[seen:], '\n'); i >= 0 {
			text, ok := strings.CutSuffix(string(buf[start:seen+i]), "\r")
			seen += i + 1
			start = seen
			switch {
			case n == 0 && len(text) > lim.Line:
				return buf, len(buf), errLine
			case !ok && n > 0:
				return buf, len(buf), errBareLF
			case text == "" && n > 0:
				conn.SetReadDeadline(time.Time{})
				return buf, start, nil
			case n > lim.Fields:
				return buf, len(buf), errFields
			}
			if err := line(n, text); err == errEmpty && ok {
				continue
			} else if err != nil {
				return buf, len(buf), err
			}
			if !ok {
				return buf, len(buf), errBareLF // last: a first line that is no HTTP says more
			}
			n++
			continue
		}
		seen = len(buf)
		switch {
		case n == 0 && len(buf) > lim.Line+len("\r"):
			return buf, len(buf), errLine
		case len(buf) >= lim.Head:
			return buf, len(buf), errHead
		case len(buf) == cap(buf):
			buf = buffer.Room(buf, 1)
		}
		got, err := conn.Read(buf[len(buf):min(cap(buf), lim.Head)])
		buf = buf[:len(buf)+got]
		if got > 0 {
			continue // an error that came with bytes comes again without them
		}
		if errors.Is(err, io.EOF) && len(buf) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return buf, len(buf), err
		}
	}
}

// parseField adds a header line to h, or says what is wrong with it (RFC 9112
// §5).
func parseField(h http.Header, line string) (problem string) {
	if line[0] == ' ' || line[0] == '\t' {
		return "a header line continues the one before it (folding)"
	}
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return "a header line has no colon"
	}
	if !isToken(name) {
		return "a header's name is not a token" // a space before the colon, say
	}
	value = strings.Trim(value, " \t")
	if hasControl(value) {
		return "a header's value holds a control character"
	}
	h.Add(name, value)
	return ""
}

// hasControl reports whether s holds a control character other than a tab.
func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
}

// timedOut reports whether err is a deadline that has passed.
func timedOut(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
