package handover_test

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	handover "example/websocket/exercises/03e-nothing-may-be-lost"
	"example/websocket/exercises/internal/check"
)

//go:embed head.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestHandover(t *testing.T) {
	check.Run(t, check.File{Name: "head.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "alone",
			Says: "ReadHead returns a head that comes in one Read, with its blank line, and asks for nothing more.",
			Run: func(t *check.T) {
				readHead(t, "the request", reads(request), request, "")
			},
		},
		check.Case{
			Name: "split", Section: "RFC 9112 §2.2",
			Says: "So it does when the head comes one byte at a time.",
			Run: func(t *check.T) {
				readHead(t, "the request, byte by byte", iotest.OneByteReader(reads(request)), request, "")
			},
		},
		check.Case{
			Name: "split-in-the-blank-line", Section: "RFC 9112 §2.2",
			Says: "So it does when one Read ends in the middle of the final CR LF CR LF, with what follows in the next.",
			Run: func(t *check.T) {
				cut := len(request) - 2
				readHead(t, "the request but for its last two bytes, then these and Hello", reads(request[:cut], request[cut:]+"Hello"), request, "Hello")
			},
		},
		check.Case{
			Name: "glued", Section: "RFC 6455 §4.1",
			Says: "When the same Read brings Hello behind the head, head ends with the blank line and rest gives Hello.",
			Run: func(t *check.T) {
				readHead(t, "the request and Hello", reads(request+"Hello"), request, "Hello")
			},
		},
		check.Case{
			Name: "glued-and-split", Section: "RFC 6455 §4.1",
			Says: "So it is when the head and Hello come one byte at a time.",
			Run: func(t *check.T) {
				readHead(t, "the request and Hello, byte by byte", iotest.OneByteReader(reads(request+"Hello")), request, "Hello")
			},
		},
		check.Case{
			Name: "and-more-later",
			Says: "When Hel comes with the head and lo in a later Read, rest gives Hello.",
			Run: func(t *check.T) {
				readHead(t, "the request and Hel, then lo", reads(request+"Hel", "lo"), request, "Hello")
			},
		},
		check.Case{
			Name: "first-blank-line",
			Says: "The first blank line ends the head: CR LF CR LF in what follows is not looked at.",
			Run: func(t *check.T) {
				readHead(t, "the request and one\\r\\n\\r\\ntwo", reads(request+"one\r\n\r\ntwo"), request, "one\r\n\r\ntwo")
			},
		},
		check.Case{
			Name: "long-head",
			Says: "A head may be long: one of 6,000 bytes comes back whole.",
			Run: func(t *check.T) {
				long := longRequest()
				readHead(t, "a request of 6,000 bytes, and Hello", reads(long[:5000], long[5000:]+"Hello"), long, "Hello")
			},
		},
		check.Case{
			Name: "few-reads",
			Says: "A head of 6,000 bytes that is there at once takes fewer than 100 Reads.",
			Run: func(t *check.T) {
				in := &counter{r: reads(longRequest())}
				readHead(t, "a request of 6,000 bytes", in, longRequest(), "")
				if in.reads >= 100 {
					t.Wrong(fmt.Sprintf("the head, after %d Reads", in.reads), "the head, after fewer than 100 Reads")
				}
			},
		},
		check.Case{
			Name: "with-the-end",
			Says: "Bytes that come together with io.EOF count: a head and Hello in such a Read are returned.",
			Run: func(t *check.T) {
				readHead(t, "the request, Hello and io.EOF at once", iotest.DataErrReader(strings.NewReader(request+"Hello")), request, "Hello")
			},
		},
		check.Case{
			Name: "head-with-the-end",
			Says: "So they do when the head is all that comes: in one Read with io.EOF, or byte by byte, the last with io.EOF.",
			Run: func(t *check.T) {
				ends := func() io.Reader { return iotest.DataErrReader(strings.NewReader(request)) }
				readHead(t, "the request and io.EOF at once", ends(), request, "")
				readHead(t, "the request byte by byte, the last with io.EOF", iotest.OneByteReader(ends()), request, "")
			},
		},
		check.Case{
			Name: "too-short", Section: "RFC 9112 §8",
			Says: "A connection that ends before the blank line is an error.",
			Run: func(t *check.T) {
				t.Call("ReadHead(the request without its blank line, then io.EOF)")
				if head, _, err := handover.ReadHead(strings.NewReader(request[:len(request)-2])); err == nil {
					t.Wrong("no error, and "+short(head), "an error")
				}
			},
		},
		check.Case{
			Name: "answer-ends", Section: "RFC 9112 §2.1",
			Says: "When Answer returns, it has written the Accept and, behind it, one CR LF CR LF: no more, no less.",
			Run: func(t *check.T) {
				conn := &wire{in: reads(request)}
				t.Call("Answer(a client that has sent its request)")
				if _, _, err := handover.Answer(conn); err != nil {
					t.Wrong("an error", "no error")
				}
				_, behind, ok := bytes.Cut(conn.sent.Bytes(), []byte("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
				if !ok {
					t.Wrong(fmt.Sprintf("%d bytes are written, without that Accept", conn.sent.Len()), "the 101")
				}
				t.Call("Answer(a client that has sent its request), behind the Accept")
				t.Bytes(behind, []byte("\r\n\r\n"))
			},
		},
		check.Case{
			Name: "answer", Section: "RFC 6455 §4.2.2 (5)",
			Says: "What Answer writes is the 101 above, byte for byte.",
			Run: func(t *check.T) {
				answer(t, reads(request), "")
			},
		},
		check.Case{
			Name: "answer-glued", Section: "RFC 6455 §4.1",
			Says: "Answer's rest gives Hello, which came with the request: in one Read, or byte by byte.",
			Run: func(t *check.T) {
				answer(t, reads(request+"Hello"), "Hello")
				answer(t, iotest.OneByteReader(reads(request+"Hello")), "Hello")
			},
		},
		check.Case{
			Name: "ask", Section: "RFC 6455 §4.1",
			Says: "Ask has written the request, all of it, before it waits for the response.",
			Run: func(t *check.T) {
				ask(t, reads(response), "")
			},
		},
		check.Case{
			Name: "ask-glued", Section: "RFC 6455 §4.1",
			Says: "Ask's rest gives Hello, which came with the 101: in one Read, or byte by byte.",
			Run: func(t *check.T) {
				ask(t, reads(response+"Hello"), "Hello")
				ask(t, iotest.OneByteReader(reads(response+"Hello")), "Hello")
			},
		},
	)
}

// readHead demands of ReadHead the head, and that rest gives at least these bytes.
func readHead(t *check.T, what string, r io.Reader, head, rest string) {
	t.Call("ReadHead(%s)", what)
	got, after, err := handover.ReadHead(r)
	returned(t, got, after, err, head, rest)
}

func answer(t *check.T, in io.Reader, rest string) {
	conn := &wire{in: in}
	t.Call("Answer(a client that has sent its request%s)", and(rest))
	head, after, err := handover.Answer(conn)
	returned(t, head, after, err, request, rest)
	t.Bytes(conn.sent.Bytes(), []byte(response))
}

func ask(t *check.T, in io.Reader, rest string) {
	conn := &patient{wire{in: in}}
	t.Call("Ask(a server that answers the whole request with 101%s, the request)", and(rest))
	head, after, err := handover.Ask(conn, request)
	returned(t, head, after, err, response, rest)
}

func and(rest string) string {
	if rest == "" {
		return ""
	}
	return " and " + rest
}

func returned(t *check.T, gotHead string, after io.Reader, err error, head, rest string) {
	if errors.Is(err, errWaits) {
		t.Wrong("one Read too many, which never returns", "the head, and no error")
	}
	if err != nil {
		t.Drawn("an error", "the head, and no error", saying(err))
	}
	if gotHead != head {
		t.Wrong(short(gotHead), short(head))
	}
	got := make([]byte, len(rest))
	n, err := io.ReadFull(after, got)
	if err != nil {
		t.Wrong(fmt.Sprintf("the head; rest gives %q, then the error: %v", got[:n], err), fmt.Sprintf("the head; rest gives %q", rest))
	}
	if string(got) != rest {
		t.Wrong(fmt.Sprintf("the head; rest gives %q", got), fmt.Sprintf("the head; rest gives %q", rest))
	}
}

// short is what a screen shows of a head.
func short(head string) string {
	return fmt.Sprintf("a head of %d bytes, its end %q", len(head), head[max(0, len(head)-16):])
}

// saying is what a screen shows of an error, below what came and what was wanted.
func saying(err error) string {
	return strings.Join(check.Fold("the error says: "+err.Error(), 76), "\n")
}
