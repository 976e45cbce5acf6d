package halfclose_test

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"net"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/exercises/internal/check"
)

//go:embed pipe.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestPipe(t *testing.T) {
	cases := slices.Concat(talking, ending, breaking, overTCP)
	check.Run(t, check.File{Name: "pipe.go", Yours: yours, Stub: stub}, cases...)
}

var talking = []check.Case{
	{
		Name: "client-speaks",
		Says: "The client sends Hello: the server reads it, and need not have said anything.",
		Run: bubble("the client sends Hello", func(j *joint) {
			j.pipe(j.a, j.b)
			j.sent(j.client, j.server, "Hello")
		}),
	},
	{
		Name: "server-speaks",
		Says: "The server sends Welcome: the client reads it, and need not have said anything.",
		Run: bubble("the server sends Welcome", func(j *joint) {
			j.pipe(j.a, j.b)
			j.sent(j.server, j.client, "Welcome")
		}),
	},
	{
		Name: "client-finishes",
		Says: "The client sends Hello and half-closes: the server reads Hello, and then io.EOF.",
		Run: bubble("the client sends Hello and half-closes", func(j *joint) {
			j.pipe(j.a, j.b)
			j.sent(j.client, j.server, "Hello")
			j.client.CloseWrite()
			j.finished(j.server)
		}),
	},
	{
		Name: "server-finishes",
		Says: "The server sends Welcome and half-closes: the client reads Welcome, and then io.EOF.",
		Run: bubble("the server sends Welcome and half-closes", func(j *joint) {
			j.pipe(j.a, j.b)
			j.sent(j.server, j.client, "Welcome")
			j.server.CloseWrite()
			j.finished(j.client)
		}),
	},
	{
		Name: "the-answer",
		Says: "The client half-closes, and the server sends Welcome an hour later: the client reads it.",
		Run: bubble("the client half-closes; the server answers an hour later", func(j *joint) {
			j.pipe(j.a, j.b)
			j.client.CloseWrite()
			<-time.After(time.Hour)
			j.sent(j.server, j.client, "Welcome")
		}),
	},
	{
		Name: "the-other-way-round",
		Says: "The server half-closes, and the client sends Hello an hour later: the server reads it.",
		Run: bubble("the server half-closes; the client sends an hour later", func(j *joint) {
			j.pipe(j.a, j.b)
			j.server.CloseWrite()
			<-time.After(time.Hour)
			j.sent(j.client, j.server, "Hello")
		}),
	},
	{
		Name: "a-slow-reader",
		Says: "The server half-closes, the client sends 1 MiB and half-closes. The server begins to read after an hour, and rests for a minute after every 64 KiB: it reads the whole, and then io.EOF.",
		Run:  bubble("the client sends 1 MiB; the server reads it slowly", slowReader),
	},
}

func slowReader(j *joint) {
	j.pipe(j.a, j.b)
	j.server.CloseWrite()
	words := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	go func() {
		j.client.Write(words)
		j.client.CloseWrite()
	}()
	<-time.After(time.Hour)
	var got []byte
	piece := make([]byte, 64<<10)
	for {
		j.server.SetReadDeadline(time.Now().Add(time.Minute))
		n, err := io.ReadFull(j.server, piece)
		got = append(got, piece[:n]...)
		if err == io.EOF && bytes.Equal(got, words) {
			return
		}
		if err != nil {
			j.t.Wrong(fmt.Sprintf("after %d KiB, the server reads: %s", len(got)>>10, say(err)), "1024 KiB, as they were sent, and then io.EOF")
		}
		<-time.After(time.Minute)
	}
}

var ending = []check.Case{
	{
		Name: "not-before",
		Says: "The client half-closes: a minute later Pipe has not returned, for the server goes on. The server half-closes, too: Pipe returns no error.",
		Run: bubble("the client half-closes, and later the server", func(j *joint) {
			j.pipe(j.a, j.b)
			j.client.CloseWrite()
			<-time.After(time.Minute)
			if len(j.done) > 0 {
				j.t.Wrong("Pipe has returned, and the server has not finished", "that it waits for the server")
			}
			j.server.CloseWrite()
			j.fails(nil)
		}),
	},
	{
		Name: "counts",
		Says: "The client sends Hello, the server Welcome, the client half-closes, and then the server: Pipe returns 5, 7, and no error.",
		Run: bubble("the client sends Hello, the server Welcome; both half-close in turn", func(j *joint) {
			j.pipe(j.a, j.b)
			j.sent(j.client, j.server, "Hello")
			j.sent(j.server, j.client, "Welcome")
			j.client.CloseWrite()
			synctest.Wait()
			j.server.CloseWrite()
			o := j.result()
			if got, want := fmt.Sprintf("%d, %d, and %s", o.ab, o.ba, say(o.err)), "5, 7, and no error"; got != want {
				j.t.Wrong(got, want)
			}
		}),
	},
	{
		Name: "closed-behind",
		Says: "When the client has half-closed, then the server, and Pipe has returned, a and b are closed.",
		Run: bubble("both half-close", func(j *joint) {
			j.pipe(j.a, j.b)
			j.client.CloseWrite()
			synctest.Wait()
			j.server.CloseWrite()
			if o := j.result(); o.open != "none" {
				j.t.Wrong("Pipe has returned; open: "+o.open, "both closed")
			}
		}),
	},
}

var breaking = []check.Case{
	{
		Name: "client-breaks-off",
		Says: "The client's connection is reset while the server says nothing: Pipe returns the error that a.Read had.",
		Run: bubble("the client is reset; the server is silent", func(j *joint) {
			j.pipe(j.a, j.b)
			breakOff(j.client, j.a)
			j.fails(syscall.ECONNRESET)
		}),
	},
	{
		Name: "server-breaks-off",
		Says: "The server's connection is reset while the client says nothing: Pipe returns the error that b.Read had.",
		Run: bubble("the server is reset; the client is silent", func(j *joint) {
			j.pipe(j.a, j.b)
			breakOff(j.server, j.b)
			j.fails(syscall.ECONNRESET)
		}),
	},
	{
		Name: "a-cut-after-an-end",
		Says: "The client half-closes, and then the server's connection is reset: Pipe returns that error.",
		Run: bubble("the client half-closes; then the server is reset", func(j *joint) {
			j.pipe(j.a, j.b)
			j.client.CloseWrite()
			<-time.After(time.Minute)
			breakOff(j.server, j.b)
			j.fails(syscall.ECONNRESET)
		}),
	},
	{
		Name: "half-close-fails",
		Says: "The client half-closes, and b.CloseWrite returns an error, while the server says nothing: Pipe returns that error.",
		Run: bubble("the client half-closes; b.CloseWrite fails", func(j *joint) {
			j.b.half = errHalf
			j.pipe(j.a, j.b)
			j.client.CloseWrite()
			j.fails(errHalf)
		}),
	},
	{
		Name: "counted-all-the-same",
		Says: "The client sends Hello and is reset: Pipe returns 5 and 0 with the error.",
		Run: bubble("the client sends Hello and is reset", func(j *joint) {
			j.pipe(j.a, j.b)
			j.sent(j.client, j.server, "Hello")
			breakOff(j.client, j.a)
			o := j.result()
			if got, want := fmt.Sprintf("%d, %d", o.ab, o.ba), "5, 0"; got != want {
				j.t.Wrong(got, want)
			}
		}),
	},
	{
		Name: "nothing-left-running",
		Says: "The client is reset: when Pipe returns, a and b are closed, and no Read or Write of them is running.",
		Run: bubble("the client is reset; the server is silent", func(j *joint) {
			j.pipe(j.a, j.b)
			synctest.Wait() // until both directions read
			breakOff(j.client, j.a)
			o := j.result()
			if o.open != "none" || o.running > 0 {
				j.t.Wrong(fmt.Sprintf("Pipe has returned; open: %s; still running: %d", o.open, o.running), "both closed; still running: 0")
			}
		}),
	},
	{
		Name: "b-only-whole",
		Says: "If b has no method CloseWrite (an end of a net.Pipe has none), Pipe returns an error at once, and has closed both.",
		Run: bubble("b has no CloseWrite", func(j *joint) {
			onlyWhole(j, j.a, struct{ net.Conn }{j.b})
		}),
	},
	{
		Name: "a-only-whole",
		Says: "If a has none, it is the same.",
		Run: bubble("a has no CloseWrite", func(j *joint) {
			onlyWhole(j, struct{ net.Conn }{j.a}, j.b)
		}),
	},
}

// onlyWhole holds that Pipe refuses these two.
func onlyWhole(j *joint, a, b net.Conn) {
	j.pipe(a, b)
	o := j.result()
	if o.err == nil || o.open != "none" {
		j.t.Wrong(fmt.Sprintf("Pipe returns %s; open: %s", say(o.err), o.open), "an error; both closed")
	}
}
