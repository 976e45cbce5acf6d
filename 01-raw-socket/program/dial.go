package program

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync/atomic"
	"time"

	"example/websocket/01-raw-socket/socket"
)

// answerWithin bounds how long dial waits: for one write, and, once its input
// has ended, for each further piece of the answer.
const answerWithin = 10 * time.Second

// Dial adds the verb dial, with the flags -hex and -dribble. Target is what
// its one argument is, "HOST:PORT" or "URL"; run gets the argument and the
// input that is to be sent.
func (p *Program) Dial(target, about string, run func(ctx context.Context, target string, in *Input) error) *Verb {
	in := &Input{r: os.Stdin}
	example := p.name + " dial " + Address
	if target == "URL" {
		example = p.name + " dial ws://" + Address + "/"
	}
	v := p.Verb("dial", target, about, example, func(ctx context.Context, args []string) error {
		return run(ctx, args[0], in)
	})
	v.BoolVar(&in.hex, "hex", false, "each line typed is bytes in hex, sent as they are")
	v.Var(&in.dribble, "dribble", "send one byte at a time; -dribble=50ms: that far apart")
	return v
}

// Talk sends the input to conn (see [Input.Send] for encode), half-closes
// conn when the input ends, and meanwhile runs show on what arrives. It
// returns when show does, and closes conn; ctx ends it early. When the input
// has ended, a further read waits for ten seconds at most. If the other end
// finishes while somebody may still type, Talk says so.
func Talk(ctx context.Context, conn net.Conn, in *Input, encode func([]byte) []byte, show func(io.Reader) error) error {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()

	from := &answer{conn: conn}
	sent := make(chan error, 1)
	go func() {
		err := in.Send(patient{conn}, encode)
		sent <- err
		if err != nil {
			conn.Close() // show has nothing more to wait for
		} else if c, ok := conn.(interface{ CloseWrite() error }); ok {
			c.CloseWrite() // "I have finished; I am still listening"
		}
		from.inputEnded()
	}()

	err := show(from)
	select {
	case sendErr := <-sent:
		if sendErr != nil && (err == nil || socket.Explain(err) == "closed") {
			return sendErr
		}
	default: // standard input is still open; the other end has left
		if in.typed() && (err == nil || errors.Is(err, io.EOF)) {
			fmt.Fprintln(os.Stderr, "the other end has closed the connection")
		}
	}
	if errors.Is(err, io.EOF) {
		return nil // in good order
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("the other end sent nothing more for %v and did not close: %w", answerWithin, err)
	}
	return err
}

// Dump prints each read from r as a hexdump, headed by whose bytes they are and
// how many. It returns the error that ends r, io.EOF included.
func Dump(who string, r io.Reader) error {
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			fmt.Printf("%s sent %d bytes\n%s", who, n, hex.Dump(buf[:n]))
		}
		if err != nil {
			return err
		}
	}
}

// Why says what err, the end of a connection, means; nil is a goodbye.
func Why(err error) string {
	switch {
	case err == nil:
		return "it said goodbye, and so did we"
	case errors.Is(err, io.EOF):
		return "it has finished (EOF, the end of the stream)"
	case errors.Is(err, context.Canceled):
		return "we are shutting down"
	}
	return err.Error()
}

// answer bounds each read once the input has ended.
type answer struct {
	conn  net.Conn
	ended atomic.Bool
}

func (a *answer) inputEnded() {
	a.ended.Store(true)
	a.conn.SetReadDeadline(time.Now().Add(answerWithin))
}

func (a *answer) Read(p []byte) (int, error) {
	if a.ended.Load() {
		a.conn.SetReadDeadline(time.Now().Add(answerWithin))
	}
	return a.conn.Read(p)
}

// patient bounds each write.
type patient struct{ net.Conn }

func (w patient) Write(p []byte) (int, error) {
	w.SetWriteDeadline(time.Now().Add(answerWithin))
	return w.Conn.Write(p)
}
