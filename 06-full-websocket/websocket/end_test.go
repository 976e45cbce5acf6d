package websocket_test

import (
	"errors"
	"net"
	"testing"
)

// §5.5.1, §7.1.7: what comes behind a Close, or behind a violation, is not
// read, though it has arrived in the same segment; every later call returns
// what ended the connection.
func TestNothingIsReadAfterTheEnd(t *testing.T) {
	for name, last := range map[string][]byte{
		"a Close":                    masked(true, closing, goodbye(1000, "")),
		"a reserved opcode":          h("83 80 00 00 00 00"),
		"text that is not UTF-8":     masked(true, text, "\xff"),
		"a continuation of nothing":  masked(true, continuation, ""),
		"a Close of one byte":        masked(true, closing, "x"),
		"a message that is too long": h("82 ff 7f ff ff ff ff ff ff ff 00 00 00 00"),
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, nil)
			s.send(masked(true, text, "in time"), last, masked(true, text, "late"), masked(true, ping, "late"))
			s.raw.(*net.TCPConn).CloseWrite()
			if _, p, err := s.conn.ReadMessage(nil); string(p) != "in time" || err != nil {
				t.Fatalf("read %q, %v", p, err)
			}
			_, _, err := s.conn.ReadMessage(nil)
			if _, p, again := s.conn.ReadMessage(nil); again != err || err == nil {
				t.Errorf("ended with %v, but the next call read %q, %v", err, p, again)
			}
		})
	}
}

func TestNothingIsReadAfterWeClosed(t *testing.T) {
	s := testServer(t, nil)
	s.send(masked(true, text, "one"), masked(true, text, "two"))
	if _, p, err := s.conn.ReadMessage(nil); string(p) != "one" || err != nil {
		t.Fatalf("read %q, %v", p, err)
	}
	s.conn.Close()
	if _, p, err := s.conn.ReadMessage(nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("after our Close we read %q, %v", p, err)
	}
}
