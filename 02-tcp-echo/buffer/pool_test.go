package buffer_test

import (
	"bytes"
	"testing"

	"example/websocket/02-tcp-echo/buffer"
)

// classes are the sizes of buffers that are kept.
var classes = []int{buffer.Small, buffer.Medium, buffer.Large, buffer.Huge}

func TestBorrowHasRoom(t *testing.T) {
	smaller := 0
	for _, class := range classes {
		for _, n := range []int{smaller, smaller + 1, class - 1, class} {
			b := buffer.Borrow(n)
			if want := max(class, n); len(b) != 0 || cap(b) != want && n != smaller || cap(b) < n {
				t.Errorf("Borrow(%d) has %d bytes and room for %d, want none and %d", n, len(b), cap(b), want)
			}
			buffer.GiveBack(b)
		}
		smaller = class
	}
	if b := buffer.Borrow(buffer.Huge + 1); len(b) != 0 || cap(b) <= buffer.Huge {
		t.Errorf("Borrow(%d) has room for %d", buffer.Huge+1, cap(b))
	}
}

// What is not one of the pools' own sizes, a piece of one of them above all, is
// not lent to the next as if it were.
func TestGiveBackOfAnything(t *testing.T) {
	buffer.GiveBack(nil)
	buffer.GiveBack([]byte{})
	for _, class := range classes {
		b := buffer.Borrow(class)
		buffer.GiveBack(b[1:class:class]) // one byte short
		buffer.GiveBack(b[: 0 : class-1]) // the same, at the other end
		buffer.GiveBack(make([]byte, class+1))
		for range 10 {
			if b := buffer.Borrow(class); cap(b) != class {
				t.Fatalf("a buffer of %d bytes was lent for one of %d", cap(b), class)
			}
		}
	}
}

// What is given back is lent again, however much of it was used.
func TestBorrowingAllocatesNothing(t *testing.T) {
	for _, class := range classes {
		if n := testing.AllocsPerRun(100, func() { buffer.GiveBack(append(buffer.Borrow(class), 1)) }); n > 0 {
			t.Errorf("a buffer of %d bytes: %v allocations each time", class, n)
		}
	}
}

func TestRoomKeepsTheBytes(t *testing.T) {
	b := append(buffer.Borrow(10), "Hello"...)
	if same := buffer.Room(b, buffer.Small-5); &same[0] != &b[0] || string(same) != "Hello" {
		t.Error("there was room, and the bytes moved")
	}
	for _, n := range []int{buffer.Small - 4, buffer.Medium, buffer.Large, buffer.Huge, 1 << 20} {
		larger := buffer.Room(b, n)
		if cap(larger)-len(larger) < n || string(larger) != "Hello" {
			t.Fatalf("Room for %d: room for %d behind %q", n, cap(larger)-len(larger), larger)
		}
		b = larger
	}
	if b := buffer.Room(nil, 100); len(b) != 0 || cap(b) < 100 {
		t.Errorf("Room in nothing: %d bytes, room for %d", len(b), cap(b))
	}
}

// What a Reader has handed out is the Reader's: it may be overwritten as soon as
// it is used, and not before.
func TestPeekedBytesStandUntilTheyAreUsed(t *testing.T) {
	near, far := tcp(t)
	want := bytes.Repeat([]byte("stand"), 100)
	send(far, want)
	r := read(near, user{})
	peeked, err := r.Peek(len(want))
	if err != nil {
		t.Fatal(err)
	}
	for range len(want) - 1 {
		r.Discard(1)
		scribble()
		if !bytes.Equal(peeked, want) {
			t.Fatal("bytes were overwritten before all of them were used")
		}
	}
	if r.Discard(1); buffer.Held(r) > 0 {
		t.Error("they are used, and their buffer is still held")
	}
}
