package websocket_test

import (
	"context"
	endian "encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// A checker is one end of a connection on which many write at once. Every
// message says who wrote it and how many that writer wrote before, and the rest
// of its bytes follow from that.
type checker struct {
	t       *testing.T
	conn    *websocket.Conn
	writers int
	each    int // messages of a writer
	sizes   []int
	all     sync.WaitGroup
}

// payload returns the message number m of writer w.
func payload(w, m, size int) []byte {
	p := make([]byte, 12+size)
	endian.BigEndian.PutUint32(p, uint32(w))
	endian.BigEndian.PutUint32(p[4:], uint32(m))
	endian.BigEndian.PutUint32(p[8:], uint32(size))
	copy(p[12:], grain()[w*31+m*7:])
	return p
}

// grain is what payloads are cut from.
var grain = sync.OnceValue(func() []byte {
	b := make([]byte, 2<<20)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
})

// check reports the writer of a message, if it is whole and the next of that
// writer's.
func check(p []byte, next map[int]int) (writer int, err error) {
	if len(p) < 12 {
		return 0, fmt.Errorf("a message of %d bytes, which nobody wrote", len(p))
	}
	w, m, size := int(endian.BigEndian.Uint32(p)), int(endian.BigEndian.Uint32(p[4:])), int(endian.BigEndian.Uint32(p[8:]))
	if size > 1<<20 || string(payload(w, m, size)) != string(p) {
		return w, fmt.Errorf("message %d of writer %d has come with other bytes", m, w)
	}
	if m != next[w] {
		return w, fmt.Errorf("message %d of writer %d has come, and %d is next", m, w, next[w])
	}
	next[w]++
	return w, nil
}

// write lets the writers write, each in all ways there are, and two more ping.
func (c *checker) write() {
	for w := range c.writers {
		c.all.Go(func() {
			random := rand.New(rand.NewPCG(uint64(w), rand.Uint64()))
			for m := range c.each {
				if err := c.one(random, payload(w, m, c.sizes[random.IntN(len(c.sizes))])); err != nil {
					c.t.Errorf("writer %d, message %d: %v", w, m, err)
					return
				}
			}
		})
	}
	for i := range 2 {
		c.all.Go(func() {
			for n := range c.each {
				if err := c.conn.Ping(within(c.t), fmt.Append(nil, i, n)); err != nil {
					c.t.Errorf("ping: %v", err)
					return
				}
			}
		})
	}
}

// one writes a message in one of the ways.
func (c *checker) one(random *rand.Rand, p []byte) error {
	switch random.IntN(5) {
	case 0:
		return c.conn.WriteMessage(binary, p)
	case 1:
		out, err := c.conn.NextWriter(binary)
		for err == nil && len(p) > 0 {
			n := min(1+random.IntN(len(p)), len(p))
			_, err = out.Write(p[:n])
			p = p[n:]
		}
		if err != nil {
			return err
		}
		return out.Close()
	case 2:
		if err := c.conn.Queue(binary, p); err != nil {
			return err
		}
		return c.conn.Flush()
	default:
		return c.conn.Queue(binary, p)
	}
}

// read reads what the other end's writers write, until all of it has come or
// the connection is over, and returns how much that was.
func (c *checker) read(want int) (got int, err error) {
	next := make(map[int]int)
	var buf []byte
	for ; got < want; got++ {
		if got%3 == 0 { // in pieces
			var r io.Reader
			if _, r, err = c.conn.NextReader(); err == nil {
				buf, err = io.ReadAll(r)
			}
		} else {
			_, buf, err = c.conn.ReadMessage(buf)
		}
		if err != nil {
			return got, err
		}
		if _, err := check(buf, next); err != nil {
			return got, err
		}
	}
	return got, nil
}

// rounds lets both ends write and read all there is, and then say goodbye. What
// is queued last is not flushed by anybody.
func rounds(t *testing.T, client, server *websocket.Conn, writers, each int, sizes []int) {
	ends := []*checker{
		{t: t, conn: client, writers: writers, each: each, sizes: sizes},
		{t: t, conn: server, writers: writers, each: each, sizes: sizes},
	}
	var reading sync.WaitGroup
	for _, c := range ends {
		c.conn.SetReadDeadline(time.Now().Add(patience))
		reading.Go(func() {
			if got, err := c.read(writers * each); err != nil {
				t.Errorf("after %d messages of %d: %v", got, writers*each, err)
				c.conn.Close()
			}
			c.conn.CloseRead(context.Background()) // the last pongs
		})
	}
	for _, c := range ends {
		c.write()
	}
	for _, c := range ends {
		c.all.Wait()
	}
	reading.Wait()
	if err := client.Shutdown(within(t), frame.NormalClosure, ""); err != nil {
		t.Errorf("goodbye: %v", err)
	}
}

// small and large messages: what is queued, what Queue does not queue, what is
// copied in one piece and what in several.
var (
	small    = []int{0, 1, 50, 200, 1000}
	mixed    = []int{0, 3, 100, 1000, 1000, 17_000, 70_000, 127_000, 140_000, 300_000}
	packable = []int{0, 3, 100, 1000, 1000, 17_000, 140_000} // compressing takes its time
)

func TestSixteenWritersAtEitherEnd(t *testing.T) {
	compressed := &websocket.Compression{Threshold: 100}
	forgetful := &websocket.Compression{Params: deflate.Params{ServerNoTakeover: true, ClientNoTakeover: true}}
	for _, tt := range []struct {
		name  string
		each  int
		sizes []int
		o     websocket.Options
	}{
		{"small", 100, small, websocket.Options{}},
		{"mixed", 12, mixed, websocket.Options{}},
		{"compressed", 6, packable, websocket.Options{Compression: compressed}},
		{"compressed without a window", 6, packable, websocket.Options{Compression: forgetful}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			everywhere(t, tt.o, func(t *testing.T, client, server *websocket.Conn) {
				rounds(t, client, server, 16, tt.each, tt.sizes)
			})
		})
	}
}
