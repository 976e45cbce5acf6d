package deflate_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"example/websocket/06-full-websocket/deflate"
)

// Every way to write Hello, cut into reads of every kind.
func TestHelloInEveryForm(t *testing.T) {
	for name, payload := range rfcHello {
		for _, takeover := range []bool{true, false} {
			d := deflate.NewDecompressor(0, takeover)
			for how, reader := range map[string]func(io.Reader) io.Reader{
				"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader,
				"with the end at once": iotest.DataErrReader, "halves": iotest.HalfReader,
			} {
				d.Reset(&onlyOnce{r: reader(strings.NewReader(payload))})
				if p, err := io.ReadAll(iotest.OneByteReader(d)); err != nil || string(p) != "Hello" {
					t.Errorf("%s, read %s: %q, %v", name, how, p, err)
				}
				if n, err := d.Read(make([]byte, 1)); n != 0 || err != io.EOF {
					t.Errorf("%s: Read after the end: %d, %v; want 0, io.EOF", name, n, err)
				}
			}
		}
	}
}

// What is no message is an error, after what could be inflated of it, and no
// reason not to read the next.
func TestCorrupt(t *testing.T) {
	whole := string(deflate.NewCompressor(0, false).Append(nil, text(2000), true))
	for _, test := range []struct{ name, payload string }{
		{"nothing at all", ""},
		{"a reserved block type", "\x07"},
		{"garbage", "\xff\xff\xff\xff garbage"},
		{"a plain text", "Hello"},
		{"the length's inverse is wrong", "\x00\x05\x00\xfb\xffHello\x00"},
		{"a distance over the beginning", "\xf2\x00\x11\x00\x00"},
		{"a stored block that ends early", "\x00\x05\x00\xfa\xffHell"},
		{"a stored block's head only", "\x00\x05\x00"},
		{"a fixed block that ends early", "\xf2\x48\xcd"},
		{"half of a dynamic block", whole[:len(whole)/2]},
		{"a dynamic block without its last byte", whole[:len(whole)-2]},
		{"garbage behind a final block", "\xf3\x48\xcd\xc9\xc9\x07\x00\xff\xff\xff"},
		{"a text behind a final block", "\xf3\x48\xcd\xc9\xc9\x07\x00Hello"},
		{"a look behind a final block", "\xf3\x48\xcd\xc9\xc9\x07\x00\xf2\x00\x11\x00\x00"},
		{"the tail was not cut from a final block", "\xf3\x48\xcd\xc9\xc9\x07\x00\x00\x00"},
	} {
		for _, takeover := range []bool{true, false} {
			d := deflate.NewDecompressor(0, takeover)
			d.Reset(strings.NewReader(test.payload))
			p, err := io.ReadAll(d)
			if !errors.Is(err, deflate.ErrCorrupt) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: %q, %v; want ErrCorrupt", test.name, p, err)
			}
			if n, again := d.Read(make([]byte, 1)); n != 0 || again != err {
				t.Errorf("%s: Read after the error: %d, %v", test.name, n, again)
			}
			if got := inflate(t, deflate.NewDecompressor(0, takeover), []byte(rfcHello["7.2.3.1 one compressed block"])); string(got) != "Hello" {
				t.Errorf("after %s another's message is %q", test.name, got)
			}
		}
	}
}

// Cut anywhere, a message is an error, unless what is left and the tail are
// DEFLATE all the same: between two blocks, and in a stored block where the tail
// is just what is missing.
func TestTruncated(t *testing.T) {
	for _, p := range [][]byte{text(1000), noise(1000), []byte("Hello")} {
		for _, bits := range []int{8, 15} {
			payload := deflate.NewCompressor(bits, false).Append(nil, p, true)
			d := deflate.NewDecompressor(bits, false)
			for n := range len(payload) {
				d.Reset(bytes.NewReader(payload[:n]))
				got, err := io.ReadAll(d)
				judge := &inflater{window: 1 << bits}
				if want, werr := judge.message(payload[:n]); (err == nil) != (werr == nil) || err == nil && !bytes.Equal(got, want) {
					t.Errorf("the first %d of %d bytes: %d bytes, %v; another inflater says %d bytes, %v", n, len(payload), len(got), err, len(want), werr)
				}
			}
		}
	}
}

// A lost connection stays one, and is not taken for a sender's mistake.
func TestReadersErrorComesOutAsItIs(t *testing.T) {
	whole := deflate.NewCompressor(0, false).Append(nil, noise(20_000), true)
	for _, lost := range []error{io.ErrUnexpectedEOF, io.ErrClosedPipe, errors.New("any")} {
		for _, n := range []int{0, 1, 3, 5, 4096, 10_000, len(whole) - 1, len(whole)} {
			for _, together := range []bool{false, true} {
				d := deflate.NewDecompressor(0, true)
				var r io.Reader = io.MultiReader(bytes.NewReader(whole[:n]), iotest.ErrReader(lost))
				if together {
					r = iotest.DataErrReader(r)
				}
				d.Reset(&onlyOnce{r: r})
				if _, err := io.ReadAll(d); err != lost {
					t.Errorf("lost after %d of %d bytes: %v, want %v as it is", n, len(whole), err, lost)
				}
			}
		}
	}
	d := deflate.NewDecompressor(0, false)
	d.Reset(io.MultiReader(strings.NewReader("\xf3\x48\xcd\xc9\xc9\x07\x00"), iotest.ErrReader(io.ErrClosedPipe)))
	if p, err := io.ReadAll(d); string(p) != "Hello" || err != io.ErrClosedPipe {
		t.Errorf("lost behind a final block: %q, %v", p, err)
	}
}

// onlyOnce panics when it is read again after an error: that could block.
type onlyOnce struct {
	r   io.Reader
	err error
}

func (o *onlyOnce) Read(p []byte) (n int, err error) {
	if o.err != nil {
		panic("read after " + o.err.Error())
	}
	n, o.err = o.r.Read(p)
	return n, o.err
}

// What is inflated comes out before more of the message has come in: a stream
// that its sender flushes does not stand still, behind a final block too.
func TestReadDoesNotWaitForMoreThanItNeeds(t *testing.T) {
	for _, part := range []string{"\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", "\xf3\x48\xcd\xc9\xc9\x07\x00"} {
		d := deflate.NewDecompressor(0, true)
		d.Reset(io.MultiReader(strings.NewReader(part), iotest.ErrReader(errors.New("asked for more"))))
		p := make([]byte, 100)
		if n, err := d.Read(p); string(p[:n]) != "Hello" || err != nil {
			t.Errorf("after %x: %q, %v; want Hello", part, p[:n], err)
		}
	}
}

// A bomb is inflated no further than it is asked for.
func TestBomb(t *testing.T) {
	payload := deflate.NewCompressor(0, false).Append(nil, make([]byte, 16<<20), true)
	wire := bytes.NewReader(payload)
	d := deflate.NewDecompressor(0, true)
	d.Reset(wire)
	p := make([]byte, 1000)
	if n, err := io.ReadFull(d, p); err != nil || !bytes.Equal(p, make([]byte, 1000)) {
		t.Errorf("%d bytes, %v", n, err)
	}
	if taken := len(payload) - wire.Len(); taken > 4096 {
		t.Errorf("1000 of %d bytes were read, and %d of %d bytes on the wire were taken", 16<<20, taken, len(payload))
	}
	d.Release()
}

// No pooled reader shows one connection another's bytes.
func TestNothingOfOthersIsInTheWindow(t *testing.T) {
	secret := deflate.NewDecompressor(0, true)
	inflate(t, secret, deflate.NewCompressor(0, true).Append(nil, []byte("secret, secret, secret"), true))
	for _, takeover := range []bool{true, false} {
		d := deflate.NewDecompressor(0, takeover)
		d.Reset(strings.NewReader("\xf2\x00\x11\x00\x00"))
		if p, err := io.ReadAll(d); err == nil {
			t.Errorf("takeover %v: a first message that looks back inflates to %q", takeover, p)
		}
	}
}

// With takeover the window is what was agreed on, also for memory's sake; before
// the first message and after Release there is none.
func TestWindowOfTheReceiver(t *testing.T) {
	p := noise(2000)
	c := deflate.NewCompressor(15, true)
	first, second := c.Append(nil, p, true), c.Append(nil, p, true) // looks back 2000 bytes
	for _, test := range []struct {
		bits    int
		release bool
		ok      bool
	}{{15, false, true}, {11, false, true}, {10, false, false}, {9, false, false}, {15, true, false}} {
		d := deflate.NewDecompressor(test.bits, true)
		if n, err := d.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("Read before the first message: %d, %v; want 0, io.EOF", n, err)
		}
		for range 2 {
			d.Reset(bytes.NewReader(first))
			if n, err := io.ReadFull(d, make([]byte, 4000)); n != 2000 || err != io.ErrUnexpectedEOF {
				t.Fatal(n, err)
			}
		}
		if test.release {
			d.Release()
		}
		d.Reset(bytes.NewReader(second))
		if got, err := io.ReadAll(d); (err == nil) != test.ok || test.ok && !bytes.Equal(got, p) {
			t.Errorf("%d bits, released %v: a message that looks back over 2000 bytes: %d bytes, %v", test.bits, test.release, len(got), err)
		}
	}
}

// A zlib that was told to look back over 2^8 bytes may do so over 2^9.
func TestEightBitsAreNine(t *testing.T) {
	p := noise(400)
	c, d := deflate.NewCompressor(9, true), deflate.NewDecompressor(8, true)
	inflate(t, d, c.Append(nil, p, true))
	if again := c.Append(nil, p[:100], true); len(again) > 50 || !bytes.Equal(inflate(t, d, again), p[:100]) {
		t.Errorf("a copy from 400 bytes back becomes %x", again)
	}
}
