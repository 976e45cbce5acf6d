package polite_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	polite "example/websocket/exercises/06j-come-back-politely"
	"example/websocket/exercises/internal/check"
)

// A server is whom connect calls, in virtual time.
type server struct {
	t       *check.T
	ctx     context.Context
	cancel  context.CancelFunc
	start   time.Time
	answers []answer  // one for each call; after the last, all has been said
	numbers []float64 // of rnd; then 0.5
	calls   []time.Duration
}

// An answer is what becomes of a call.
type answer struct {
	opened bool
	takes  time.Duration
	err    error
}

// refused is a server that is not there.
var refused = answer{err: &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}}

// story is a case with a server.
func story(name, says string, tell func(*server)) check.Case {
	return check.Case{Name: name, Says: says, Section: section, Run: func(t *check.T) { stage(t, tell) }}
}

func stage(t *check.T, tell func(*server)) {
	t.Bubble(func(t *check.T) {
		s := &server{t: t, start: time.Now()}
		s.ctx, s.cancel = context.WithCancel(context.Background())
		defer s.cancel()
		tell(s)
	})
}

func (s *server) then(answers ...answer) { s.answers = append(s.answers, answers...) }

func (s *server) connect(ctx context.Context) (opened bool, err error) {
	s.calls = append(s.calls, time.Since(s.start))
	if len(s.answers) == 0 {
		return true, nil
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	select {
	case <-time.After(a.takes):
	case <-ctx.Done():
	}
	return a.opened, a.err
}

func (s *server) rnd() float64 {
	if len(s.numbers) == 0 {
		return 0.5
	}
	n := s.numbers[0]
	s.numbers = s.numbers[1:]
	return n
}

// ends wants Stay to return an error after some time, and to have called by then
// at these times.
func (s *server) ends(want error, after, calls string) {
	s.t.Call("Stay(ctx, connect, rnd)")
	err := polite.Stay(s.ctx, s.connect, s.rnd)
	if errors.Is(err, want) {
		err = want // as good
	}
	told := func(calls any, err error, after any) string {
		return fmt.Sprintf("calls after %v\nafter %v it returns\n%v", calls, after, err)
	}
	got, wanted := told(s.calls, err, time.Since(s.start)), told(calls, want, after)
	if got != wanted {
		s.t.Wrong(got, wanted)
	}
}
