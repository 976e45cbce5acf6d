package exactly_test

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	exactly "example/websocket/exercises/01c-read-exactly"
	"example/websocket/exercises/internal/check"
)

//go:embed exactly.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestReadExactly(t *testing.T) {
	check.Run(t, check.File{Name: "exactly.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "at-once",
			Says: `A reader that brings "Hello" in one read: ReadExactly(r, 5) returns "Hello" and no error.`,
			Run: func(t *check.T) {
				reads(t, strings.NewReader("Hello"), "that brings all at once", 5, "Hello", nil)
			},
		},
		check.Case{
			Name: "byte-by-byte",
			Says: `A reader that brings one byte a read: "Hello", all the same.`,
			Run: func(t *check.T) {
				reads(t, iotest.OneByteReader(strings.NewReader("Hello")), "that brings one byte a read", 5, "Hello", nil)
			},
		},
		check.Case{
			Name: "half-by-half",
			Says: `A reader that brings half of what is asked for, rounded up: "Hello", too.`,
			Run: func(t *check.T) {
				reads(t, iotest.HalfReader(strings.NewReader("Hello")), "that brings half of what is asked for", 5, "Hello", nil)
			},
		},
		check.Case{
			Name: "nothing-yet",
			Says: `A reader whose every other read brings 0 bytes and no error: "Hello", for nothing is not the end.`,
			Run: func(t *check.T) {
				reads(t, &hesitant{r: iotest.OneByteReader(strings.NewReader("Hello"))}, "that brings nothing at every other read", 5, "Hello", nil)
			},
		},
		check.Case{
			Name: "bytes-with-the-end",
			Says: `A reader that brings the last bytes together with io.EOF: "Hello" and no error, when 5 are wanted.`,
			Run: func(t *check.T) {
				r := iotest.HalfReader(iotest.DataErrReader(strings.NewReader("Hello")))
				reads(t, r, "that brings the last byte together with io.EOF", 5, "Hello", nil)
			},
		},
		check.Case{
			Name: "not-one-more",
			Says: `Of "Hello, world" ReadExactly(r, 5) takes "Hello", and the next ReadExactly(r, 7) ", world".`,
			Run: func(t *check.T) {
				r := strings.NewReader("Hello, world")
				reads(t, r, `that holds "Hello, world"`, 5, "Hello", nil)
				reads(t, r, `of which "Hello" was read before`, 7, ", world", nil)
			},
		},
		check.Case{
			Name: "none-wanted",
			Says: "ReadExactly(r, 0) returns no bytes and no error, and does not read.",
			Run: func(t *check.T) {
				r := &counted{r: strings.NewReader("Hello")}
				reads(t, r, "that must not be read", 0, "", nil)
				if r.calls > 0 {
					t.Wrong("a call of Read, though no byte is wanted", "no call of Read")
				}
			},
		},
		check.Case{
			Name: "end-before-the-first",
			Says: "A reader that has ended: no bytes, and io.EOF.",
			Run: func(t *check.T) {
				reads(t, strings.NewReader(""), "that has ended", 5, "", io.EOF)
			},
		},
		check.Case{
			Name: "end-in-the-middle",
			Says: `A reader that ends after "Hel", when 5 are wanted: "Hel", and io.ErrUnexpectedEOF.`,
			Run: func(t *check.T) {
				reads(t, strings.NewReader("Hel"), `that ends after "Hel"`, 5, "Hel", io.ErrUnexpectedEOF)
			},
		},
		check.Case{
			Name: "bytes-with-an-early-end",
			Says: `The same, where "Hel" and io.EOF come in one read: "Hel", and io.ErrUnexpectedEOF.`,
			Run: func(t *check.T) {
				r := iotest.DataErrReader(strings.NewReader("Hel"))
				reads(t, r, `that brings "Hel" together with io.EOF`, 5, "Hel", io.ErrUnexpectedEOF)
			},
		},
		check.Case{
			Name: "another-error",
			Says: `A reader that brings "Hel", and then an error of its own: "Hel", and that error.`,
			Run: func(t *check.T) {
				broken := errors.New("the cable is cut")
				r := io.MultiReader(strings.NewReader("Hel"), iotest.ErrReader(broken))
				reads(t, r, `that brings "Hel", and then an error`, 5, "Hel", broken)
			},
		},
		check.Case{
			Name: "by-hand",
			Says: "The loop is yours: exactly.go calls none of io.ReadFull, io.ReadAtLeast, io.ReadAll, io.CopyN.",
			Run: func(t *check.T) {
				for _, name := range []string{"ReadFull", "ReadAtLeast", "ReadAll", "CopyN"} {
					if strings.Contains(yours, "io."+name+"(") {
						t.Wrong("a call of io."+name, "a loop of your own")
					}
				}
			},
		},
	)
}

// reads calls ReadExactly and compares both results.
func reads(t *check.T, r io.Reader, which string, n int, want string, wantErr error) {
	t.Call("ReadExactly(r, %d), for an r %s", n, which)
	got, err := exactly.ReadExactly(&patient{t: t, r: r}, n)
	result := func(b string, err error) string {
		if err == nil {
			return fmt.Sprintf("%q, and no error", b)
		}
		return fmt.Sprintf("%q, and the error %q", b, err)
	}
	if string(got) != want || err != wantErr {
		t.Wrong(result(string(got), err), result(want, wantErr))
	}
}

// hesitant brings nothing at every other read.
type hesitant struct {
	r    io.Reader
	nods int
}

func (h *hesitant) Read(p []byte) (int, error) {
	if h.nods++; h.nods%2 == 1 {
		return 0, nil
	}
	return h.r.Read(p)
}

// counted counts the calls of Read.
type counted struct {
	r     io.Reader
	calls int
}

func (c *counted) Read(p []byte) (int, error) {
	c.calls++
	return c.r.Read(p)
}

// patient ends the case when somebody reads on and on behind an error.
type patient struct {
	t      *check.T
	r      io.Reader
	errors int
}

func (p *patient) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err == nil {
		return n, nil
	}
	if p.errors++; p.errors == 100 {
		p.t.Wrong(fmt.Sprintf("Read, called on and on: it has said %q a hundred times", err), "a return at the first error")
	}
	return n, err
}
