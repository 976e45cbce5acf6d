package socket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

// Each cause is provoked for real: what the system returns is the test's
// input.
//
// Claim C2.
func TestExplainTellsCausesApart(t *testing.T) {
	past := time.Unix(1, 0)
	for _, test := range []struct {
		name, want string
		provoke    func(t *testing.T) error
	}{
		{"dial where nobody listens", "refused", func(t *testing.T) error {
			// The accepted connection keeps the port, so that no other
			// program's listener can get it.
			l := listen(t)
			connect(t, l)
			l.Close()
			return dial(t, net.Dialer{}, l)
		}},
		{"read deadline", "timed out", func(t *testing.T) error {
			client, _ := connect(t, listen(t))
			client.SetReadDeadline(past)
			return read(client)
		}},
		{"write deadline", "timed out", func(t *testing.T) error {
			client, _ := connect(t, listen(t))
			client.SetWriteDeadline(past)
			return write(client)
		}},
		{"accept deadline", "timed out", func(t *testing.T) error {
			l := listen(t)
			l.SetDeadline(past)
			_, err := l.Accept()
			return err
		}},
		{"dial deadline", "timed out", func(t *testing.T) error {
			return dial(t, net.Dialer{Deadline: past}, listen(t))
		}},
		{"pipe deadline", "timed out", func(t *testing.T) error {
			a, _ := net.Pipe()
			a.SetReadDeadline(past)
			return read(a)
		}},
		{"context deadline", "timed out", func(t *testing.T) error {
			ctx, cancel := context.WithDeadline(t.Context(), past)
			defer cancel()
			return ctx.Err()
		}},
		{"read after the peer's reset", "reset", func(t *testing.T) error {
			client, server := connect(t, listen(t))
			reset(server)
			return read(client)
		}},
		{"write when the reset arrives", "reset", func(t *testing.T) error {
			client, server := connect(t, listen(t))
			reset(server)
			for {
				if err := write(client); err != nil {
					return err
				}
			}
		}},
		{"write after the reset was read", "reset", func(t *testing.T) error {
			client, server := connect(t, listen(t))
			reset(server)
			if err := read(client); err == nil {
				t.Error("a read after the peer's reset succeeded")
			}
			return write(client) // on Unix a broken pipe
		}},
		{"read after our own close", "closed", func(t *testing.T) error {
			client, _ := connect(t, listen(t))
			client.Close()
			return read(client)
		}},
		{"write after our own close", "closed", func(t *testing.T) error {
			client, _ := connect(t, listen(t))
			client.Close()
			return write(client)
		}},
		{"accept after our own close", "closed", func(t *testing.T) error {
			l := listen(t)
			l.Close()
			_, err := l.Accept()
			return err
		}},
		{"read from a pipe closed by us", "closed", func(t *testing.T) error {
			a, _ := net.Pipe()
			a.Close()
			return read(a)
		}},
		{"read after the peer's half-close", "ended", func(t *testing.T) error {
			client, server := connect(t, listen(t))
			server.CloseWrite()
			return read(client)
		}},
		{"read after the peer's close", "ended", func(t *testing.T) error {
			client, server := connect(t, listen(t))
			server.Close()
			return read(client)
		}},
		{"end in the middle of what was wanted", "ended", func(t *testing.T) error {
			client, server := connect(t, listen(t))
			io.WriteString(server, "Hel")
			server.CloseWrite()
			_, err := io.ReadFull(client, make([]byte, 5))
			return err
		}},
		{"read from a pipe closed by the peer", "ended", func(t *testing.T) error {
			a, b := net.Pipe()
			b.Close()
			return read(a)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := test.provoke(t)
			if err == nil {
				t.Fatal("no error at all")
			}
			for how, err := range map[string]error{
				"as it came": err,
				"wrapped":    fmt.Errorf("the handshake: %w", err),
				"joined":     errors.Join(errors.New("something else"), err),
				"translated": translated{err},
			} {
				if got := Explain(err); got != test.want {
					t.Errorf("%s: Explain(%v) = %q, want %q", how, err, got, test.want)
				}
			}
		})
	}
}

// The text of an error is for people, and in their language.
func TestExplainNeverReadsTheText(t *testing.T) {
	for _, err := range []error{
		nil,
		errors.New("connection refused"),
		errors.New("i/o timeout"),
		errors.New("connection reset by peer"),
		errors.New("use of closed network connection"),
		errors.New("EOF"),
		context.Canceled,
		os.ErrNotExist,
		&net.AddrError{Err: "missing port in address", Addr: "127.0.0.1"},
	} {
		if got := Explain(err); got != "" {
			t.Errorf("Explain(%v) = %q, want nothing", err, got)
		}
	}
}

// translated is an error that a system in another language might give.
type translated struct{ error }

func (translated) Error() string   { return "das ging nicht gut" }
func (e translated) Unwrap() error { return e.error }

func dial(t *testing.T, d net.Dialer, l *net.TCPListener) error {
	t.Helper()
	conn, err := d.Dial("tcp", l.Addr().String())
	if err == nil {
		conn.Close()
	}
	return err
}

// reset closes conn with RST instead of FIN.
func reset(conn *net.TCPConn) {
	conn.SetLinger(0)
	conn.Close()
}

func read(conn net.Conn) error {
	_, err := conn.Read(make([]byte, 1))
	return err
}

func write(conn net.Conn) error {
	_, err := io.WriteString(conn, "Hello")
	return err
}
