package chat_test

import (
	_ "embed"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/exercises/internal/check"
)

//go:embed room.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestRoom(t *testing.T) {
	check.Run(t, check.File{Name: "room.go", Yours: yours, Stub: stub},
		story("all-hear-all", "Each of 100 clients gets three messages, in their order.", func(s *scene) {
			s.crowd(100)
			for n := 1; n <= 3; n++ {
				s.say(text(n))
			}
			for _, c := range s.all {
				s.got("a client", c, 1, 3)
			}
		}),
		patient(20*time.Second, story("one-order", "When two goroutines broadcast at the same time, a hundred times over, all of 500 clients get the texts in the same order.", order)),
		story("leave", "After Leave a client gets nothing that is broadcast later, and the others do.", func(s *scene) {
			s.crowd(3)
			s.say(text(1))
			s.all[0].left = true
			s.room.Leave(s.all[0])
			s.say(text(2))
			s.got("the one that has left", s.all[0], 1, 1)
			s.got("another", s.all[1], 1, 2)
		}),
		story("leave-twice", "Leave does nothing for who has left, and for who never came; the room goes on.", func(s *scene) {
			s.crowd(2)
			s.all[0].left = true
			s.t.Call("Leave(client 1), twice; Leave(a stranger)")
			s.room.Leave(s.all[0])
			s.room.Leave(s.all[0])
			s.room.Leave(&client{})
			s.say(text(1))
			s.got("the other", s.all[1], 1, 1)
		}),
		story("one-send-at-a-time", "Of three messages for a client that takes a second for each, the next is not sent before the one before is through.", func(s *scene) {
			s.enter(&client{takes: time.Second})
			for n := 1; n <= 3; n++ {
				s.say(text(n))
			}
			<-time.After(4 * time.Second)
			s.got("the client", s.all[0], 1, 3)
		}),
		story("one-does-not-read", "With one of 100 clients that never reads, each of ten Broadcasts returns at once, and the others get everything at once.", func(s *scene) {
			s.enter(&client{stuck: make(chan struct{})})
			s.crowd(99)
			for n := 1; n <= 10; n++ {
				s.say(text(n))
			}
			for _, c := range s.all[1:] {
				s.got("a client", c, 1, 10)
			}
		}),
		story("late-reader", "A client that reads nothing while 64 messages are broadcast is not closed, and gets them all, in their order, when it reads on.", func(s *scene) {
			late := &client{stuck: make(chan struct{})}
			s.enter(late)
			for n := 1; n <= 64; n++ {
				s.say(text(n))
			}
			if closes, _ := late.end(); closes > 0 {
				s.t.Wrong("it has been closed", "it has not")
			}
			late.release()
			s.got("the client", late, 1, 64)
		}),
		rule("RFC 6455 §7.4.1", story("too-slow", "One of 100 that reads nothing while 70 messages are broadcast is closed once, with 1008; each Broadcast returns at once, though a Close takes two seconds, and the others get all 70.", func(s *scene) {
			slow := &client{stuck: make(chan struct{})}
			s.enter(slow)
			s.crowd(99)
			for n := 1; n <= 70; n++ {
				s.say(text(n))
			}
			for _, c := range s.all[1:] {
				s.got("another client", c, 1, 70)
			}
			<-time.After(3 * time.Second)
			closes, code := slow.end()
			if closes == 0 {
				slow.release()
				s.t.Wrong(fmt.Sprintf("it is not closed; when it reads on, it gets %d", len(slow.heard())), "closed with 1008")
			}
			if closes != 1 || code != frame.PolicyViolation {
				s.t.Wrong(fmt.Sprintf("Close called %d times, code %d", closes, code), "once, code 1008")
			}
		})),
		rule("RFC 6455 §4.2.2", story("handshake-first", "Nothing is sent to a client while its Handshake is under way, and Broadcast does not wait for that either; afterwards it gets the messages that follow.", handshake)),
		story("refused", "If the Handshake fails, Join returns its error, and nothing is sent.", func(s *scene) {
			c := &client{refused: errors.New("no such path")}
			s.add(c)
			s.t.Call("Join(a client whose Handshake fails)")
			if err := s.room.Join(c); !errors.Is(err, c.refused) {
				s.t.Wrong(fmt.Sprintf("error %v", err), fmt.Sprintf("error %v", c.refused))
			}
			s.say(text(1))
		}),
		story("lost", "A client whose Send has failed is a member no more: nothing else is sent to it, it is not closed for being too slow with 70 messages that follow, and the others get everything.", func(s *scene) {
			lost := &client{lost: true}
			s.enter(lost)
			s.crowd(2)
			s.say(text(1))
			closes, _ := lost.end() // which is not needed, and not forbidden
			for n := 2; n <= 71; n++ {
				s.say(text(n))
			}
			s.t.Call("71 times Broadcast, the first Send to one of 3 clients fails")
			if tried := len(lost.heard()); tried != 1 {
				s.t.Wrong(fmt.Sprintf("%d Sends to it", tried), "1")
			}
			if later, _ := lost.end(); later > closes {
				s.t.Wrong("it is closed, later, for being too slow", "it is a member no more")
			}
			s.got("another client", s.all[2], 1, 71)
		}),
		story("nothing-left", "When all have left, and no Send is under way, no goroutine is left.", func(s *scene) {
			s.crowd(100)
			s.say(text(1))
			s.t.Call("Leave, by each of 100 clients")
		}),
	)
}

// story is a case with a scene.
func story(name, says string, tell func(*scene)) check.Case {
	return check.Case{Name: name, Says: says, Run: func(t *check.T) { play(t, tell) }}
}

// rule is for a case that a section of the RFC stands behind. It is bounded closely,
// since it is one where a lock that is held too long stops everything.
func rule(section string, c check.Case) check.Case {
	c.Section, c.Limit = section, 2*time.Second
	return c
}

// patient is for a case that has much to do.
func patient(limit time.Duration, c check.Case) check.Case {
	c.Limit = limit
	return c
}

// order lets two Broadcasts go round at the same time. Whether they meet on the way
// is chance: so there are many clients, many rounds, and threads even where there is
// one processor. In a quarter of the rounds, at the least, they do.
func order(s *scene) {
	const clients, rounds = 500, 100
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	s.crowd(clients)
	s.t.Call("2 goroutines: Broadcast, %d clients", clients)
	for n := range rounds {
		var both sync.WaitGroup
		for i := range 2 {
			both.Go(func() { s.room.Broadcast(text(2*n + i)) })
		}
		both.Wait()
		synctest.Wait()
	}
	first := s.all[0].heard()
	for _, c := range s.all {
		if heard := c.heard(); len(heard) != 2*rounds {
			s.t.Wrong("a client has not got all of the texts", "it has")
		} else if !slices.Equal(heard, first) {
			s.t.Wrong("two clients have got them in two orders", "one order for all")
		}
	}
}

func handshake(s *scene) {
	s.crowd(1)
	late := &client{shaking: make(chan struct{})}
	s.add(late)
	joined := make(chan error, 1)
	go func() { joined <- s.room.Join(late) }()
	synctest.Wait()
	s.say(text(1))
	s.got("the other client", s.all[0], 1, 1)
	select {
	case <-joined:
		s.t.Call("Join(a client whose Handshake is under way)")
		s.t.Wrong("it has returned", "it waits for the handshake")
	default:
	}
	close(late.shaking)
	<-joined
	s.say(text(2))
	s.got("the client", late, 2, 2)
}
