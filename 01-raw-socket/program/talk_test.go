package program

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// talk runs Talk in the background; its result and what was shown come from
// the function returned.
func talk(ctx context.Context, conn net.Conn, input io.Reader) func() (string, error) {
	var shown bytes.Buffer
	done := make(chan error, 1)
	go func() {
		done <- Talk(ctx, conn, &Input{r: input}, nil, func(r io.Reader) error {
			_, err := io.Copy(&shown, r)
			return err
		})
	}()
	return func() (string, error) {
		err := <-done
		return shown.String(), err
	}
}

// never is an input that does not end.
func never(t *testing.T) io.Reader {
	r, w := io.Pipe()
	t.Cleanup(func() { w.Close() })
	return r
}

func TestTalkShowsTheRestAfterTheInputHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		result := talk(t.Context(), near, strings.NewReader("Hello"))
		io.ReadFull(far, make([]byte, 5))
		for range 3 {
			<-time.After(answerWithin - time.Second) // each piece has a wait of its own
			io.WriteString(far, "so ")
		}
		far.Close()
		if shown, err := result(); shown != "so so so " || err != nil {
			t.Errorf("showed %q, %v; want so so so", shown, err)
		}
	})
}

func TestTalkWaitsTenSecondsForAnAnswerOnceTheInputHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		start := time.Now()
		_, err := talk(t.Context(), near, strings.NewReader(""))()
		if !errors.Is(err, os.ErrDeadlineExceeded) || !strings.Contains(err.Error(), "sent nothing more for 10s") {
			t.Errorf("%v, want a timeout that says what did not come", err)
		}
		if took := time.Since(start); took != answerWithin {
			t.Errorf("waited %v, want %v", took, answerWithin)
		}
	})
}

func TestTalkWaitsAsLongAsSomebodyMayType(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		result := talk(t.Context(), near, never(t))
		<-time.After(time.Hour)
		io.WriteString(far, "late")
		far.Close()
		if shown, err := result(); shown != "late" || err != nil {
			t.Errorf("showed %q, %v; want late", shown, err)
		}
	})
}

func TestTalkGivesUpOnAPeerThatDoesNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		start := time.Now()
		_, err := talk(t.Context(), near, strings.NewReader("Hello"))()
		if !errors.Is(err, os.ErrDeadlineExceeded) || strings.Contains(err.Error(), "sent nothing") {
			t.Errorf("%v, want the write's timeout, with no word about an answer", err)
		}
		if took := time.Since(start); took != answerWithin {
			t.Errorf("waited %v, want %v", took, answerWithin)
		}
	})
}

func TestTalkEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		start := time.Now()
		_, err := talk(ctx, near, never(t))()
		if err == nil || time.Since(start) != time.Hour {
			t.Errorf("ended after %v with %v, want an error when ctx is done, after 1h", time.Since(start), err)
		}
		if _, err := far.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("the other end reads %v, want EOF: the connection is still open", err)
		}
	})
}

// A mistake in the input is what the user must hear of, not the closed
// connection that follows from it.
func TestTalkReportsAMistakeInTheInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		err := Talk(t.Context(), near, &Input{r: strings.NewReader("8\n"), hex: true}, nil, func(r io.Reader) error {
			_, err := io.Copy(io.Discard, r)
			return err
		})
		if !isUsage(err) {
			t.Errorf("%v, want the mistyped hex", err)
		}
	})
}
