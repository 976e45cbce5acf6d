package buffer_test

import (
	"bufio"
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"testing"

	"example/websocket/02-tcp-echo/buffer"
)

// cuts are the ways in which a stream arrives: how long its next piece is.
var cuts = map[string]struct {
	total int
	next  func(*rand.Rand) int
}{
	"byte by byte":   {4 << 10, func(*rand.Rand) int { return 1 }},
	"a few bytes":    {64 << 10, func(r *rand.Rand) int { return 1 + r.IntN(40) }},
	"a few or many":  {1 << 20, func(r *rand.Rand) int { return 1 + r.IntN(1<<r.IntN(18)) }},
	"all at a time":  {1 << 20, func(*rand.Rand) int { return 1 << 20 }},
	"as buffers are": {512 << 10, func(r *rand.Rand) int { return []int{511, 512, 513, 4096, 32767, 32768, 32769}[r.IntN(7)] }},
}

// Over every transport, however the stream is cut, a Reader gives what a
// bufio.Reader gives.
func TestReaderIsABufioReader(t *testing.T) {
	for name, connect := range transports {
		for how, cut := range cuts {
			t.Run(name+"/"+how, func(t *testing.T) {
				t.Parallel()
				seed := rand.Uint64()
				defer func() {
					if t.Failed() {
						t.Logf("seed %d", seed)
					}
				}()
				stream := make([]byte, cut.total)
				rand.NewChaCha8([32]byte{byte(seed)}).Read(stream)
				near, far := connect(t)
				go write(far, stream, cut.next, rand.New(rand.NewPCG(seed, 1)))
				compare(t, near, stream, rand.New(rand.NewPCG(seed, 2)))
			})
		}
	}
}

// write sends the stream in pieces, and the end.
func write(conn net.Conn, stream []byte, next func(*rand.Rand) int, random *rand.Rand) {
	defer conn.Close()
	for len(stream) > 0 {
		n := min(next(random), len(stream))
		if _, err := conn.Write(stream[:n]); err != nil {
			return // compare will miss the rest
		}
		stream = stream[n:]
	}
}

// compare reads the stream in every way there is, and again with a bufio.Reader.
func compare(t *testing.T, conn net.Conn, stream []byte, random *rand.Rand) {
	r, oracle := read(conn, user{}), bufio.NewReader(bytes.NewReader(stream))
	lengths := []int{1, 2, 16, 17, 511, 2047, 2048, 2049, 5000, 40_000, 200_000}
	p := make([]byte, 200_000)
	for got := 0; got < len(stream); {
		switch random.IntN(5) {
		case 0:
			n := random.IntN(buffer.Small + 1)
			is, err := r.Peek(n)
			want, wantErr := oracle.Peek(n)
			if !bytes.Equal(is, want) || err != wantErr {
				t.Fatalf("at %d, Peek(%d): %d bytes, %v; a bufio.Reader %d bytes, %v", got, n, len(is), err, len(want), wantErr)
			}
			if use := random.IntN(n + 1); err == nil {
				r.Discard(use)
				oracle.Discard(use)
				got += use
			}
		case 1:
			if r.Buffered() <= buffer.Small {
				before := r.Buffered()
				if err := r.More(); err == nil && r.Buffered() <= before || err != nil && err != io.EOF {
					t.Fatalf("at %d, More: %d bytes buffered, then %d, %v", got, before, r.Buffered(), err)
				}
			}
		case 2:
			r.Expect(uint64(lengths[random.IntN(len(lengths))]) << (4 * random.IntN(5)))
		default:
			n, err := r.Read(p[:lengths[random.IntN(len(lengths))]])
			if n == 0 || err != nil {
				t.Fatalf("at %d of %d, Read: %d bytes, %v", got, len(stream), n, err)
			}
			want := make([]byte, n)
			if io.ReadFull(oracle, want); !bytes.Equal(p[:n], want) {
				t.Fatalf("at %d, Read of %d bytes: others than a bufio.Reader's", got, n)
			}
			got += n
		}
		if r.Buffered() == 0 {
			scribble()
			if held := buffer.Held(r); held > 0 {
				t.Fatalf("at %d all is used, and a buffer of %d bytes is still held", got, held)
			}
		}
	}
	for range 2 {
		if n, err := r.Read(p); n != 0 || err != io.EOF {
			t.Errorf("at the end: %d bytes, %v, want io.EOF", n, err)
		}
		if rest, err := r.Peek(1); len(rest) != 0 || err != io.EOF {
			t.Errorf("at the end, Peek: %d bytes, %v, want io.EOF", len(rest), err)
		}
	}
}

// scribble writes over every buffer that the pools have at hand.
func scribble() {
	for _, n := range []int{buffer.Small, buffer.Medium, buffer.Large, buffer.Huge} {
		b := buffer.Borrow(n)
		copy(b[:cap(b)], ink)
		buffer.GiveBack(b)
	}
}

var ink = bytes.Repeat([]byte{0xee}, buffer.Huge)
