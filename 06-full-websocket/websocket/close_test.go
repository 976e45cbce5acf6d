package websocket_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// M08: one Close each way, with the same code, and nothing after it.
func TestCloseIsAnswered(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sent   []byte
		answer []byte
		code   frame.CloseCode
	}{
		{"empty", masked(true, closing, ""), plain(true, closing, ""), 1005},
		{"1000", masked(true, closing, goodbye(1000, "")), plain(true, closing, goodbye(1000, "")), 1000},
		{"4001 bye", masked(true, closing, goodbye(4001, "bye")), plain(true, closing, goodbye(4001, "bye")), 4001},
		{"data after it", append(masked(true, closing, goodbye(1000, "")), masked(true, text, "late")...), plain(true, closing, goodbye(1000, "")), 1000},
		{"ping after it", append(masked(true, closing, goodbye(1000, "")), masked(true, ping, "late")...), plain(true, closing, goodbye(1000, "")), 1000},
		{"twice", append(masked(true, closing, goodbye(1000, "")), masked(true, closing, goodbye(1001, ""))...), plain(true, closing, goodbye(1000, "")), 1000},
		{"in a message", append(masked(false, text, "Hel"), masked(true, closing, goodbye(1000, ""))...), plain(true, closing, goodbye(1000, "")), 1000},
		{"with rubbish behind it", append(masked(true, closing, goodbye(1000, "")), "GET / HTTP/1.1\r\n"...), plain(true, closing, goodbye(1000, "")), 1000},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := testServer(t, nil).echoing()
			s.send(tt.sent)
			s.expect(tt.answer)
			if more := s.rest(); len(more) > 0 { // and the server closes TCP, without waiting for us
				t.Errorf("after its Close the server sent % x", more)
			}
			if err := s.ended(tt.code); !is[*websocket.CloseError](err) {
				t.Errorf("ended with %T %v, want a *CloseError", err, err)
			}
		})
	}
}

func TestCloseCodesOnTheWire(t *testing.T) {
	for code := range 5100 {
		code := frame.CloseCode(code)
		if code > 10 && code < 990 || code > 1020 && code < 2990 || code > 3005 && code < 4995 {
			continue
		}
		s := testServer(t, nil).echoing()
		s.send(masked(true, closing, string([]byte{byte(code >> 8), byte(code)})))
		if code.ValidOnWire() {
			s.expectClose(code)
		} else {
			s.expectClose(1002)
		}
		s.raw.Close()
	}
}

// M29: though a mebibyte of input is unread, the peer reads why it was refused.
func TestLastWordsArriveThoughInputIsUnread(t *testing.T) {
	s := testServer(t, nil).echoing()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		s.raw.Write(bytes.Join([][]byte{h("83 80 00 00 00 00"), make([]byte, 1<<20)}, nil))
	}()
	s.expectClose(1002)
	<-sent
}

func TestShutdownByTheServer(t *testing.T) {
	s := testServer(t, nil)
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(within(t), frame.GoingAway, "see you") }()
	s.expect(plain(true, closing, goodbye(1001, "see you")))
	s.send(masked(true, text, "already on its way"), masked(true, ping, "unanswered"))
	s.send(masked(true, closing, goodbye(1001, "see you")))
	if more := s.rest(); len(more) > 0 {
		t.Errorf("after its Close the server sent % x", more)
	}
	if err := <-result; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if err := s.conn.WriteMessage(text, nil); !is[*websocket.CloseError](err) {
		t.Errorf("write after the end: %v, want the *CloseError", err)
	}
}

// §7.1.1: the client leaves it to the server to close the TCP connection.
func TestShutdownByTheClient(t *testing.T) {
	s := testClient(t, nil)
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(within(t), frame.NormalClosure, "") }()
	var b [8]byte // Close, masked, two bytes
	s.raw.SetReadDeadline(time.Now().Add(patience))
	if _, err := s.raw.Read(b[:]); err != nil || b[0] != 0x88 || b[1] != 0x82 {
		t.Fatalf("client sent % x (%v), want a masked Close", b, err)
	}
	s.send(plain(true, closing, goodbye(1000, "")))
	s.raw.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if _, err := s.raw.Read(b[:]); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the client closed first (%v), and that is the server's part", err)
	}
	s.raw.Close()
	if err := <-result; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

func TestShutdownWhileAnotherReads(t *testing.T) {
	s := testServer(t, nil).echoing()
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(within(t), frame.NormalClosure, "") }()
	s.expect(plain(true, closing, goodbye(1000, "")))
	s.send(masked(true, closing, goodbye(1000, "")))
	s.rest()
	if err := <-result; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

// Both sides say goodbye at once: two Closes cross, and neither is answered.
func TestClosesThatCross(t *testing.T) {
	s := testServer(t, nil)
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(within(t), 4001, "") }()
	s.expect(plain(true, closing, goodbye(4001, "")))
	s.send(masked(true, closing, goodbye(4000, "")))
	if more := s.rest(); len(more) > 0 {
		t.Errorf("a second Close: % x", more)
	}
	if err := <-result; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

// The peer's Close has come, but nobody has read it yet: whether Shutdown's own
// or the answer goes out, it is one Close.
func TestShutdownAfterThePeersClose(t *testing.T) {
	s := testServer(t, nil)
	s.send(masked(true, closing, goodbye(4000, "")))
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(within(t), 4001, "") }()
	got := s.rest()
	if ours, answer := plain(true, closing, goodbye(4001, "")), plain(true, closing, goodbye(4000, "")); !bytes.Equal(got, ours) && !bytes.Equal(got, answer) {
		t.Errorf("got % x, want % x or % x", got, ours, answer)
	}
	if err := <-result; err != nil {
		t.Errorf("Shutdown: %v", err)
	}
}

func TestShutdownIsBoundedByItsContext(t *testing.T) {
	s := testServer(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(ctx, frame.NormalClosure, "") }()
	s.expect(plain(true, closing, goodbye(1000, "")))
	cancel() // the peer never answers
	if err := <-result; !errors.Is(err, context.Canceled) || websocket.CloseStatus(err) != frame.Abnormal {
		t.Errorf("Shutdown: %v, close code %v", err, websocket.CloseStatus(err))
	}
}

func TestShutdownRefusesCodesThatMayNotBeSent(t *testing.T) {
	s := testServer(t, nil)
	for _, code := range []frame.CloseCode{0, 999, 1004, 1006, 1015, 1016, 2999, 5000} {
		if err := s.conn.Shutdown(within(t), code, ""); err == nil {
			t.Errorf("code %v was sent", code)
		}
	}
	s.echoing().send(masked(true, text, "still open"))
	s.expect(plain(true, text, "still open"))
}

func TestNothingIsWrittenAfterOurClose(t *testing.T) {
	s := testServer(t, nil)
	go s.conn.Shutdown(within(t), frame.NormalClosure, "")
	s.expect(plain(true, closing, goodbye(1000, "")))
	for name, write := range map[string]func() error{
		"message": func() error { return s.conn.WriteMessage(text, nil) },
		"ping":    func() error { return s.conn.Ping(within(t), nil) },
	} {
		if err := write(); err != websocket.ErrCloseSent {
			t.Errorf("%s after our Close: %v, want ErrCloseSent", name, err)
		}
	}
}

func TestCloseUnblocksEveryCall(t *testing.T) {
	s := testServer(t, nil)
	results := make(chan error)
	calls := []func() error{
		func() error { _, _, err := s.conn.ReadMessage(nil); return err },
		func() error { return s.conn.WriteMessage(binary, make([]byte, 64<<20)) }, // nobody reads
		func() error { return s.conn.Ping(context.Background(), nil) },
	}
	go func() { results <- calls[1]() }()
	s.expect(h("82 7f 00 00 00 00 04 00 00 00")) // it has begun
	go func() { results <- calls[0]() }()
	go func() { results <- calls[2]() }()
	s.conn.Close()
	for range calls {
		select {
		case err := <-results:
			if !errors.Is(err, net.ErrClosed) {
				t.Errorf("unblocked with %v, want net.ErrClosed", err)
			}
		case <-time.After(patience):
			t.Fatal("a call is still blocked after Close")
		}
	}
	if err := s.conn.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestResetIsALostConnection(t *testing.T) {
	s := testServer(t, nil).echoing()
	s.raw.(*net.TCPConn).SetLinger(0)
	s.raw.Close()
	s.ended(frame.Abnormal)
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}
