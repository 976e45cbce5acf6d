package websocket_test

import (
	"bytes"
	"fmt"
	"net"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"example/websocket/04-frames/dissect"
)

// records is testServer over a unix socket of which every read returns what one
// write has sent: a socket like any other for the server, and its writes can be
// counted from outside. (TCP keeps no such borders, and macOS has no such
// sockets.)
func records(t *testing.T) *story {
	t.Helper()
	l, err := net.Listen("unixpacket", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	raw, err := net.Dial("unixpacket", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close(); theirs.Close() })
	return serve(t, raw, theirs, nil)
}

// expectIn reads what was sent in at most so many writes, and not in pieces of
// frames.
func (s *story) expectIn(most int, want ...[]byte) {
	s.t.Helper()
	all := bytes.Join(want, nil)
	var got []byte
	var lengths []int
	s.raw.SetReadDeadline(time.Now().Add(patience))
	for record := make([]byte, 1<<20); len(got) < len(all); {
		n, err := s.raw.Read(record)
		if err != nil {
			s.t.Fatalf("after %d bytes of %d: %v", len(got), len(all), err)
		}
		got = append(got, record[:n]...)
		lengths = append(lengths, n)
	}
	if diff := dissect.Compare(got, all); diff != "" {
		s.t.Fatal(diff)
	}
	if len(lengths) > most {
		s.t.Errorf("%d frames took %d writes, at most %d allowed: %v", len(want), len(lengths), most, lengths)
	}
}

// The answers to one message: the first at once, the others together. (Each
// millisecond that passes meanwhile may cost a write more.)
func TestAnswersInOneSystemCall(t *testing.T) {
	s := records(t).queueing(500)
	var want [][]byte
	for i := range 500 {
		want = append(want, plain(true, text, fmt.Sprintf("to %d", i)))
	}
	s.send(masked(true, text, "to"))
	s.expectIn(50, want...)
}

// The answers to messages that came together leave together.
func TestAnswersToAPipelineInOneSystemCall(t *testing.T) {
	s := records(t).queueing(1)
	var sent, want [][]byte
	for i := range 500 {
		sent = append(sent, masked(true, text, fmt.Sprint(i)))
		want = append(want, plain(true, text, fmt.Sprintf("%d 0", i)))
	}
	s.send(sent...)
	s.expectIn(50, want...)
}

// In lock-step an answer is one write, header and payload, and waits for
// nothing, by Queue as by WriteMessage.
func TestAnswerInLockStepIsOneSystemCall(t *testing.T) {
	queue, write := records(t).queueing(1), records(t).echoing()
	for _, n := range []int{0, 1, 125, 126, 4000, 15_000, 20_000} {
		p := string(bytes.Repeat([]byte("x"), n))
		queue.send(masked(true, text, p))
		queue.expectIn(1, plain(true, text, p+" 0"))
		write.send(masked(true, text, p))
		write.expectIn(1, plain(true, text, p))
	}
}

// The first answer to a message that came alone leaves at once: it is there when
// Queue returns. What follows on its heels is gathered.
func TestFirstAnswerLeavesAtOnce(t *testing.T) {
	s := records(t)
	socket, err := s.raw.(*net.UnixConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		question := fmt.Sprint(i)
		s.send(masked(true, text, question))
		if _, _, err := s.conn.ReadMessage(nil); err != nil {
			t.Fatal(err)
		}
		if err := s.conn.Queue(text, []byte(question)); err != nil {
			t.Fatal(err)
		}
		var got [100]byte
		n := -1
		socket.Read(func(fd uintptr) bool { n, _ = syscall.Read(int(fd), got[:]); return true }) // without a wait
		if want := plain(true, text, question); n < 0 || !bytes.Equal(got[:n], want) {
			t.Fatalf("when Queue returned, %d bytes had come: % x, want % x", n, got[:max(n, 0)], want)
		}
	}
}

// Pings that came together are answered together, and with the messages among
// them.
func TestPongsAreGatheredToo(t *testing.T) {
	s := records(t).queueing(1)
	var sent, want [][]byte
	for i := range 200 {
		p := fmt.Sprint(i)
		sent = append(sent, masked(true, ping, p), masked(true, text, p))
		want = append(want, plain(true, pong, p), plain(true, text, p+" 0"))
	}
	s.send(sent...)
	s.expectIn(50, want...)
}
