package chat_test

import (
	"errors"
	"fmt"
	"sync"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	chat "example/websocket/exercises/06i-chat"
	"example/websocket/exercises/internal/check"
)

var errGone = errors.New("the client is gone")

// A client is somebody's connection, in virtual time.
type client struct {
	shaking chan struct{} // the handshake goes on until it is closed; nil: no time
	refused error         // of the handshake
	takes   time.Duration // for a Send
	stuck   chan struct{} // a Send waits until it is released; nil: it does not
	lost    bool          // every Send fails

	once    sync.Once // for stuck
	mu      sync.Mutex
	open    bool // the 101 has been sent
	sending bool
	got     []string // and what has failed, if lost
	slip    string   // what must not happen to a client, and has
	closes  int
	code    frame.CloseCode
	gone    chan struct{} // closed by the first Close, at its end
	left    bool          // no cleaning up
}

func (c *client) Handshake() error {
	if c.shaking != nil {
		<-c.shaking
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = c.refused == nil
	return c.refused
}

func (c *client) Send(text string) error {
	c.begin()
	err := c.send()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sending = false
	if err == nil || c.lost {
		c.got = append(c.got, text)
	}
	return err
}

func (c *client) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.open {
		c.slip = "a Send before the 101"
	}
	if c.sending {
		c.slip = "two Sends to one client at a time"
	}
	c.sending = true
}

func (c *client) send() error {
	if c.lost {
		return errGone
	}
	if c.stuck != nil {
		select {
		case <-c.stuck:
		case <-c.gone:
			return errGone
		case <-time.After(time.Hour): // so that who waits for it can be told how long
			return errGone
		}
	}
	if c.takes > 0 {
		<-time.After(c.takes)
	}
	return nil
}

func (c *client) Close(code frame.CloseCode, _ string) {
	c.mu.Lock()
	c.closes++
	first := c.closes == 1
	if first {
		c.code = code
	}
	c.mu.Unlock()
	<-time.After(2 * time.Second)
	if first {
		close(c.gone)
	}
}

// release lets a stuck client read on, and all that can happen then happen.
func (c *client) release() {
	if c.stuck != nil {
		c.once.Do(func() { close(c.stuck) })
	}
	synctest.Wait()
}

// end returns how often the client has been closed, and with which code.
func (c *client) end() (closes int, code frame.CloseCode) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closes, c.code
}

func (c *client) heard() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string{}, c.got...)
}

// A scene is a room with its clients, in virtual time.
type scene struct {
	t      *check.T
	room   chat.Room
	all    []*client
	inside bool // a method of room is running, or has panicked
}

// play is a case with a scene. At its end all leave, whoever is stuck goes on, and
// no goroutine may be left. Nobody leaves a room in which a method has panicked: its
// lock may be held for ever.
func play(t *check.T, tell func(*scene)) {
	t.Bubble(func(t *check.T) {
		s := &scene{t: t}
		told := false
		defer func() {
			for _, c := range s.all {
				c.release()
				c.mu.Lock()
				member := !s.inside && !c.left && c.open && !c.lost && c.closes == 0
				c.mu.Unlock()
				if member {
					s.room.Leave(c)
				}
			}
			if told { // what fails now is that a goroutine is left
				t.Call("all have left: who tells the goroutine that sends to one of them?")
			}
			<-time.After(10 * time.Second) // for every goodbye
		}()
		tell(s)
		told = true
	})
}

// enter lets clients join.
func (s *scene) enter(clients ...*client) {
	for _, c := range clients {
		s.add(c)
		s.t.Call("Join(client %d)", len(s.all))
		s.inside = true
		err := s.room.Join(c)
		s.inside = false
		if err != nil {
			s.t.Wrong(fmt.Sprintf("error %v", err), "none")
		}
	}
}

// add makes a client ready that joins by and by.
func (s *scene) add(c *client) {
	c.gone = make(chan struct{})
	s.all = append(s.all, c)
}

// crowd lets n clients join that read everything at once.
func (s *scene) crowd(n int) {
	for range n {
		s.enter(&client{})
	}
}

// say broadcasts, wants that to take no time, and lets everything happen that
// can happen at once.
func (s *scene) say(text string) {
	s.t.Call("Broadcast(%q), %d clients", text, len(s.all))
	start := time.Now()
	s.inside = true
	s.room.Broadcast(text)
	s.inside = false
	if took := time.Since(start); took > 0 {
		s.t.Wrong(fmt.Sprintf("it returns after %v", took), "at once")
	}
	synctest.Wait()
	for _, c := range s.all {
		c.mu.Lock()
		slip := c.slip
		c.mu.Unlock()
		if slip != "" {
			s.t.Wrong(slip, "none")
		}
	}
}

// got wants a client to have got messages number from to number to.
func (s *scene) got(who string, c *client, from, to int) {
	heard := c.heard()
	if fmt.Sprint(heard) != fmt.Sprint(texts(from, to)) {
		s.t.Wrong(fmt.Sprintf("%s has got %d messages: %.40q", who, len(heard), heard), fmt.Sprintf("%d: %.40q", to-from+1, texts(from, to)))
	}
}

// texts are the messages from number from to number to.
func texts(from, to int) (all []string) {
	for n := from; n <= to; n++ {
		all = append(all, text(n))
	}
	return all
}

func text(n int) string { return fmt.Sprintf("message %d", n) }
