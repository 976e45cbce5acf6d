package check

import (
	"strings"
	"testing"
	"time"
)

const (
	asking = `goroutine 7 [running]:
example/websocket/exercises/internal/check.(*T).Bubble.func1()
	/home/me/websocket/exercises/internal/check/t.go:97 +0x7c`
	called = `goroutine 18 [IO wait]:
net.(*netFD).accept(0xc0)
	/usr/local/go/src/net/fd_unix.go:148 +0x29
example/websocket/exercises/01b-four-numbers_test.(*watched).Accept(0xc1)
	/home/me/websocket/exercises/01b-four-numbers/tuples_test.go:183 +0x1d
example/websocket/exercises/01b-four-numbers.Tuples({0x1, 0x2}, 0x5)
	/home/me/websocket/exercises/01b-four-numbers/tuples.go:9 +0x6d
example/websocket/exercises/internal/check.try.func1()
	/home/me/websocket/exercises/internal/check/check.go:95 +0x77
created by example/websocket/exercises/internal/check.try in goroutine 17
	/home/me/websocket/exercises/internal/check/check.go:92 +0x1d`
	started = `goroutine 31 [chan send (durable), synctest bubble 10]:
example/websocket/exercises/02c-half-close.Pipe.func2()
	/home/me/websocket/exercises/02c-half-close/pipe.go:33 +0x77
created by example/websocket/exercises/02c-half-close.Pipe in goroutine 30
	/home/me/websocket/exercises/02c-half-close/pipe.go:30 +0x1d`
)

// Of all the goroutines that there are, those of the case are meant.
func TestWhereTheLearnersCodeWaits(t *testing.T) {
	before := strings.NewReplacer("bubble 10", "bubble 9", "pipe.go:33", "pipe.go:12").Replace(started)
	oldGo := strings.Replace(started, "chan send (durable), synctest bubble 10", "chan send, 2 minutes, synctest bubble 10, durable", 1)
	for _, c := range []struct {
		name   string
		at     func([]string) string
		stacks []string
		want   string
	}{
		{"called by the case", waiting, []string{asking, started, called}, "exercises/01b-four-numbers/tuples.go:9"},
		{"in another folder of exercises", waiting, []string{asking, strings.ReplaceAll(called, "/home/me/", "/home/me/exercises/")}, "exercises/01b-four-numbers/tuples.go:9"},
		{"called by another goroutine", waiting, []string{asking, started}, ""},
		{"too many", waiting, nil, ""},
		{"in the newest bubble", stuck, []string{asking, called, before, started}, "exercises/02c-half-close/pipe.go:33"},
		{"twice", stuck, []string{asking, started, started}, "exercises/02c-half-close/pipe.go:33"},
		{"in other words", stuck, []string{asking, oldGo}, "exercises/02c-half-close/pipe.go:33"},
		{"no bubble", stuck, []string{asking, called}, ""},
		{"too many for a bubble", stuck, nil, ""},
	} {
		if got := c.at(c.stacks); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestABubbleTellsOfWhoeverIsLeft(t *testing.T) {
	for name, leave := range map[string]func(never chan int){
		"another goroutine": func(never chan int) { go func() { never <- 1 }() },
		"everybody":         func(never chan int) { <-never },
	} {
		ct := &T{t, new(findings)}
		ct.Bubble(func(*T) { leave(make(chan int)) })
		f := ct.giveUp()
		if f == nil || f.Got != "goroutines that wait for ever, each for another" { // and none of a learner's
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// A case that hangs names what it has called, as far as it has said so.
func TestWhoHasNotReturnedIsNamed(t *testing.T) {
	for call, want := range map[string]string{
		"Tuples(l, 5)": "Tuples", "x.Done()": "x.Done", "fin, _, _ := Unpack(0x81)": "your code", "": "your code", "the keys": "your code",
		"Serve(l, handle): one client (silent)": "Serve",
	} {
		ct := &T{t, new(findings)}
		ct.Call("%s", call)
		if got := ct.called(); got != want {
			t.Errorf("%q: %q, want %q", call, got, want)
		}
	}
}

func TestACaseThatHangsAndCallsNobodySaysSo(t *testing.T) {
	ct := &T{t, new(findings)}
	ct.hang(3 * time.Second)
	if f := ct.giveUp(); !f.Hung || f.Got != "the case has not ended" || f.Want != "that it ends within 3s" {
		t.Errorf("%+v", f)
	}
}
