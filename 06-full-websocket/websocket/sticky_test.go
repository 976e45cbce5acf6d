package websocket_test

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// A write that has failed is what every later call returns, reads too: the read
// in progress, and the ones that would find a message which came before.
func TestFailedWriteSticks(t *testing.T) {
	for name, fail := range map[string]func(s *story) error{
		"WriteMessage": func(s *story) error {
			s.conn.SetWriteDeadline(time.Unix(1, 0))
			return s.conn.WriteMessage(text, nil)
		},
		"a large WriteMessage": func(s *story) error {
			s.conn.SetWriteDeadline(time.Unix(1, 0))
			return s.conn.WriteMessage(binary, make([]byte, 1<<20))
		},
		"Flush": func(s *story) error {
			s.conn.SetWriteDeadline(time.Unix(1, 0))
			s.conn.Queue(text, nil)
			return s.conn.Flush()
		},
		"NextWriter": func(s *story) error {
			w, err := s.conn.NextWriter(text)
			if err != nil {
				return err
			}
			s.conn.SetWriteDeadline(time.Unix(1, 0))
			if _, err = io.WriteString(w, "Hello"); w.Close() != err {
				t.Errorf("Write of a NextWriter failed with %v, and its Close with another error", err)
			}
			return err
		},
		"CloseWrite": func(s *story) error {
			s.conn.SetWriteDeadline(time.Unix(1, 0))
			return s.conn.CloseWrite(1000, "")
		},
		"what nobody waits for": func(s *story) error {
			s.conn.SetWriteDeadline(time.Unix(1, 0))
			s.conn.Queue(text, nil)
			for s.conn.Flush() == nil {
			}
			return s.conn.Flush()
		},
	} {
		for over, reading := range map[string]bool{"with a reader": true, "before a reader": false} {
			t.Run(name+"/"+over, func(t *testing.T) {
				s := testServer(t, &websocket.Options{})
				s.send(masked(true, text, "one"), masked(true, text, "two"), masked(true, text, "three"))
				read := make(chan error, 1)
				if reading {
					for range 3 {
						if _, _, err := s.conn.ReadMessage(nil); err != nil {
							t.Fatal(err)
						}
					}
					go func() {
						_, _, err := s.conn.NextReader()
						read <- err
					}()
				} else if _, _, err := s.conn.ReadMessage(nil); err != nil {
					t.Fatal(err) // the others wait in the buffer, if they have come
				}
				err := fail(s)
				if !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != 1006 {
					t.Fatalf("it failed with %v, want a deadline and 1006", err)
				}
				if reading {
					if is := <-read; is != err {
						t.Errorf("the read in progress ended with %v", is)
					}
				}
				for call, again := range everyCall(t, s.conn) {
					if again != err {
						t.Errorf("%s returns %v, want the same %v", call, again, err)
					}
				}
			})
		}
	}
}

func everyCall(t *testing.T, c *websocket.Conn) map[string]error {
	all := everyWrite(c)
	_, _, all["ReadMessage"] = c.ReadMessage(nil)
	_, _, all["NextReader"] = c.NextReader()
	all["Flush"] = c.Flush()
	all["Shutdown"] = c.Shutdown(within(t), 1000, "")
	all["SetReadDeadline"] = c.SetReadDeadline(time.Time{})
	all["SetWriteDeadline"] = c.SetWriteDeadline(time.Time{})
	return all
}

// The connection that is lost under a writer is lost for all.
func TestResetUnderAWriterSticks(t *testing.T) {
	s := testServer(t, nil)
	s.raw.(*net.TCPConn).SetLinger(0)
	_, wrote := s.stick()
	s.raw.Close()
	err := <-wrote
	if websocket.CloseStatus(err) != 1006 {
		t.Fatalf("write: %v, want 1006", err)
	}
	for call, again := range everyCall(t, s.conn) {
		if again != err {
			t.Errorf("%s returns %v, want the same %v", call, again, err)
		}
	}
}
