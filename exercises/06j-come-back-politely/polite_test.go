package polite_test

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	polite "example/websocket/exercises/06j-come-back-politely"
	"example/websocket/exercises/internal/check"
)

//go:embed polite.go
var yours string

//go:embed testdata/stub.go
var stub string

const section = "RFC 6455 §7.2.3"

func TestPolite(t *testing.T) {
	check.Run(t, check.File{Name: "polite.go", Yours: yours, Stub: stub},
		backoff("first", "Backoff(0, rnd) is 0 s for 0, 1.25 s for 0.25 and 2.5 s for 0.5.",
			row{0, 0, 0}, row{0, 0.25, 1250 * time.Millisecond}, row{0, 0.5, 2500 * time.Millisecond}),
		backoff("grows", "For 0.5, Backoff is 7.5 s, 15 s, 30 s, 60 s and 120 s for the attempts 1 to 5.",
			row{1, 0.5, 7500 * time.Millisecond}, row{2, 0.5, 15 * time.Second}, row{3, 0.5, 30 * time.Second},
			row{4, 0.5, time.Minute}, row{5, 0.5, 2 * time.Minute}),
		backoff("half-is-chance", "For attempt 3 it is 20 s for 0, 25 s for 0.25 and 35 s for 0.75.",
			row{3, 0, 20 * time.Second}, row{3, 0.25, 25 * time.Second}, row{3, 0.75, 35 * time.Second}),
		backoff("truncated", "For 0.5, it is 225 s for the attempts 6, 7 and 20: half of five minutes, and half of the other half.",
			row{6, 0.5, 225 * time.Second}, row{7, 0.5, 225 * time.Second}, row{20, 0.5, 225 * time.Second}),
		backoff("a-week-later", "It is that for the attempts 31, 63, 64, 1000 and 1000000 as well.",
			row{31, 0.5, 225 * time.Second}, row{63, 0.5, 225 * time.Second}, row{64, 0.5, 225 * time.Second},
			row{1000, 0.5, 225 * time.Second}, row{1_000_000, 0.5, 225 * time.Second}),
		story("comes-back", "A server that cannot be reached is called at once, after 2.5 s, 10 s, 25 s and 55 s, if rnd is always 0.5.", func(s *server) {
			s.then(refused, refused, refused, refused)
			s.ends(nil, "55s", "[0s 2.5s 10s 25s 55s]")
		}),
		story("a-new-number-each-time", "With the random numbers 0.5, 0, 0.25 and 0.75, one for each wait, it is called after 2.5 s, 7.5 s, 20 s and 55 s.", func(s *server) {
			s.numbers = []float64{0.5, 0, 0.25, 0.75}
			s.then(refused, refused, refused, refused)
			s.ends(nil, "55s", "[0s 2.5s 7.5s 20s 55s]")
		}),
		story("begins-anew", "After three failures and a connection that was open for an hour, the next call comes 2.5 s after that was lost.", func(s *server) {
			s.then(refused, refused, refused, answer{opened: true, takes: time.Hour, err: net.ErrClosed})
			s.ends(nil, "1h0m27.5s", "[0s 2.5s 10s 25s 1h0m27.5s]")
		}),
		refuses(400, 401, 403, 404, 426),
		story("refusal-wrapped", "The same for 403 in an error that wraps it.", func(s *server) {
			refusal := status(403)
			s.then(answer{err: fmt.Errorf("dial: %w", refusal)}, refused)
			s.ends(refusal, "0s", "[0s]")
		}),
		story("may-change", "The statuses 500, 502, 503, 408 and 429 may change, and so may an answer that is not HTTP: Stay goes on.", func(s *server) {
			for _, code := range []int{500, 502, 503, 408, 429} {
				s.then(answer{err: status(code)})
			}
			s.then(answer{err: &handshake.Failure{Problem: "no HTTP", Section: "RFC 9112 §4"}})
			s.ends(nil, "3m55s", "[0s 2.5s 10s 25s 55s 1m55s 3m55s]")
		}),
		story("done", "When connect returns nil, because all has been said, so does Stay, at once.", func(s *server) {
			s.then(answer{opened: true, takes: time.Minute})
			s.ends(nil, "1m0s", "[0s]")
		}),
		story("cancelled-while-waiting", "If ctx is cancelled after 12 s, in the middle of a wait, Stay returns its error at once.", func(s *server) {
			s.then(refused, refused, refused, refused)
			time.AfterFunc(12*time.Second, s.cancel)
			s.ends(context.Canceled, "12s", "[0s 2.5s 10s]")
		}),
		story("cancelled-while-dialling", "If it is cancelled after 12 s, while the second call is under way, connect ends, and Stay returns the error of ctx at once.", func(s *server) {
			s.then(refused, answer{takes: time.Hour, err: net.ErrClosed}, refused)
			time.AfterFunc(12*time.Second, s.cancel)
			s.ends(context.Canceled, "12s", "[0s 2.5s]")
		}),
	)
}

// A row is what Backoff has to return.
type row struct {
	attempt int
	rnd     float64
	want    time.Duration
}

func backoff(name, says string, rows ...row) check.Case {
	return check.Case{Name: name, Says: says, Section: section, Run: func(t *check.T) {
		for _, r := range rows {
			t.Call("Backoff(%d, %v)", r.attempt, r.rnd)
			t.Equal(polite.Backoff(r.attempt, r.rnd), r.want)
		}
	}}
}

// status is the error of a handshake that was answered with a status.
func status(code int) error {
	return &handshake.Failure{
		Response: &handshake.Response{Status: code},
		Problem:  fmt.Sprintf("status %d, and 101 was wanted", code), Section: "RFC 6455 §4.1",
	}
}

// refuses is the case about refusals that will not change.
func refuses(codes ...int) check.Case {
	return check.Case{
		Name: "refusal", Section: "RFC 9110 §15.5",
		Says: "If the handshake is answered with 400, 401, 403, 404 or 426, Stay returns that error, and does not come back.",
		Run: func(t *check.T) {
			for _, code := range codes {
				refusal := status(code)
				stage(t, func(s *server) {
					s.then(answer{err: refusal}, refused)
					s.ends(refusal, "0s", "[0s]")
				})
			}
		},
	}
}
