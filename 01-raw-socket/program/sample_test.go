package program

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
)

func TestMain(m *testing.M) { programtest.Main(m, func() { sample().Main() }) }

// sample is a program with a verb of every kind. It says what it was given.
func sample() *Program {
	var buf int
	var loud bool
	p := New("sample", "a program for the tests")
	serve := p.Serve("wait for Ctrl-C", net.Listen, func(ctx context.Context, l net.Listener) error {
		fmt.Printf("buf %d\n", buf)
		<-ctx.Done()
		l.Close()
		_, err := l.Accept()
		return err
	})
	serve.Count(&buf, "buf", 4096, 1<<20, "read at most `N` bytes at a time")
	p.Dial("HOST:PORT", "send and print", func(ctx context.Context, target string, in *Input) error {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", target)
		if err != nil {
			return err
		}
		return Talk(ctx, conn, in, nil, func(r io.Reader) error {
			_, err := io.Copy(os.Stdout, r)
			return err
		})
	})
	say := p.Verb("say", "WORD…", "print the words", "sample say Hello", func(_ context.Context, words []string) error {
		if loud {
			words = append(words, "!")
		}
		fmt.Println(strings.Join(words, " "))
		return nil
	})
	say.BoolVar(&loud, "loud", false, "say it loud")
	p.Verb("fail", "", "end badly", "sample fail", func(context.Context, []string) error {
		return errors.New("it went wrong")
	})
	return p
}
