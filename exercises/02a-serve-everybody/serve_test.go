package everybody_test

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/exercises/internal/check"
)

//go:embed serve.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestServe(t *testing.T) {
	check.Run(t, check.File{Name: "serve.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "one-client",
			Says: `A client has "Hello" echoed by a handler that echoes once and returns; then its connection is closed.`,
			Run: bubble(once, "one client", func(s *server) {
				client := s.dial()
				s.echoed(client, "Hello")
				s.cut(client)
			}),
		},
		check.Case{
			Name: "a-silent-one",
			Says: "One client says nothing, and fifty who come after it have twenty lines echoed each, all at the same time.",
			Run: bubble(echo, "one silent client, and fifty busy ones", func(s *server) {
				s.dial()
				var busy sync.WaitGroup
				for i := range 50 {
					client := s.dial()
					busy.Go(func() {
						for j := range 20 {
							s.echoed(client, fmt.Sprintf("client %d, line %d", i, j))
						}
					})
				}
				busy.Wait()
			}),
		},
		check.Case{
			Name: "many-silent-ones",
			Says: "Sixty-four clients say nothing, and the next has its echo.",
			Run: bubble(echo, "64 silent clients, and one who talks", func(s *server) {
				for range 64 {
					s.dial()
				}
				s.echoed(s.dial(), "Hello")
			}),
		},
		check.Case{
			Name: "each-its-own",
			Says: "Two clients are connected. When the handler of the first returns, its connection is closed, and the second still has its echo.",
			Run: bubble(untilStop, "two clients, of whom the first leaves", func(s *server) {
				first, second := s.dial(), s.dial()
				s.echoed(second, "Hello")
				s.echoed(first, "stop")
				s.cut(first)
				s.echoed(second, "still here")
			}),
		},
		check.Case{
			Name: "panic",
			Says: "A handler panics: its connection is closed, a client who is connected and one who comes later still have their echo.",
			Run: bubble(panics, "three clients; the handler of the second panics", func(s *server) {
				bystander, victim := s.dial(), s.dial()
				s.echoed(bystander, "Hello")
				io.WriteString(victim, "!")
				s.cut(victim)
				s.echoed(bystander, "still here")
				s.echoed(s.dial(), "Hello")
			}),
		},
		check.Case{
			Name: "passing-errors",
			Says: "Accept fails ten times with a temporary error: Serve goes on, and the client who comes next has its echo.",
			Run: bubble(echo, `Accept fails ten times, "too many open files"`, func(s *server) {
				for range 10 {
					s.accepted <- full
				}
				s.echoed(s.dial(), "Hello")
			}),
		},
		check.Case{
			Name: "pause",
			Says: "After a temporary error, at least 1 ms and at most 1 s goes by before Serve calls Accept again.",
			Run: bubble(echo, `Accept fails ten times, "too many open files"`, func(s *server) {
				for range 10 {
					s.accepted <- full
				}
				<-time.After(time.Minute)
				synctest.Wait()
				for i := range s.calls[1:] {
					pause := s.calls[i+1].Sub(s.calls[i])
					if pause < time.Millisecond || pause > time.Second {
						s.t.Wrong(fmt.Sprintf("a pause of %v before call %d of Accept", pause, i+2), "1ms to 1s")
					}
				}
			}),
		},
		check.Case{
			Name: "a-lasting-error",
			Says: "Accept fails with another error: Serve returns it, and does not call Accept again.",
			Run: bubble(echo, `Accept fails, "the listener is broken"`, func(s *server) {
				s.accepted <- errBroken
				if err := s.result(); !errors.Is(err, errBroken) {
					s.t.Wrong(fmt.Sprintf("Serve returns %v", err), errBroken.Error())
				}
				s.t.Equal(len(s.calls), 1)
			}),
		},
		check.Case{
			Name: "a-lasting-error-and-a-client",
			Says: "Accept fails with such an error while a client is connected: the client still has its echo, and Serve returns the error only after its handler has returned.",
			Run: bubble(echo, `Accept fails while a client is connected, "the listener is broken"`, func(s *server) {
				client := s.dial()
				s.accepted <- errBroken
				s.lasts(client)
				if err := s.result(); !errors.Is(err, errBroken) {
					s.t.Wrong(fmt.Sprintf("Serve returns %v", err), errBroken.Error())
				}
			}),
		},
		check.Case{
			Name: "closed",
			Says: "The listener is closed: Serve returns nil.",
			Run: bubble(echo, "the listener is closed", func(s *server) {
				s.close()
				if err := s.result(); err != nil {
					s.t.Wrong(fmt.Sprintf("Serve returns %v", err), "nil")
				}
			}),
		},
		check.Case{
			Name: "the-last-handler",
			Says: "The listener is closed while a client is connected: the client still has its echo, and Serve returns only after its handler has.",
			Run: bubble(echo, "the listener is closed while a client is connected", func(s *server) {
				client := s.dial()
				s.close()
				s.lasts(client)
				s.result()
			}),
		},
	)
}

// bubble makes the Run of a case: a server in virtual time, and what is done to it.
func bubble(handle func(net.Conn), call string, do func(s *server)) func(*check.T) {
	return func(t *check.T) {
		t.Bubble(func(t *check.T) {
			t.Call("Serve(l, handle): %s", call)
			s := serve(t, handle)
			defer s.leave()
			do(s)
		})
	}
}

// errBroken is an error of Accept that does not pass.
var errBroken = errors.New("the listener is broken")

// full is what Accept returns when no file descriptor is left.
var full = &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept", syscall.EMFILE)}

// The handlers.

func echo(conn net.Conn) { io.Copy(conn, conn) }

func once(conn net.Conn) {
	b := make([]byte, 16)
	n, _ := conn.Read(b)
	conn.Write(b[:n])
}

// untilStop echoes until it has echoed "stop".
func untilStop(conn net.Conn) {
	b := make([]byte, 16)
	for string(b[:4]) != "stop" {
		n, err := conn.Read(b)
		if err != nil {
			return
		}
		conn.Write(b[:n])
	}
}

// panics echoes, and panics at "!".
func panics(conn net.Conn) {
	b := make([]byte, 16)
	for {
		n, err := conn.Read(b)
		if err != nil {
			return
		}
		if b[0] == '!' {
			panic("the handler is out of order")
		}
		conn.Write(b[:n])
	}
}
