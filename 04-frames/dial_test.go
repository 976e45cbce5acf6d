package main

import (
	"fmt"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

func TestDialSendsEachLineAsAFrame(t *testing.T) {
	l := frametest.Listen(t)
	p := programtest.Start(t, "dial", l.URL())
	peer := l.Next()
	long := strings.Repeat("é", 63)
	p.Type("Hello\nGrüße\r\n\n" + long + "\nthe last has no line end")
	p.CloseInput()
	for _, line := range []string{"Hello", "Grüße", "", long, "the last has no line end"} {
		peer.Expect(text(line), "a line is a text frame (RFC 6455 §5.6)")
	}
	peer.ExpectEnd()
	peer.Send(frametest.Unhex(t, "88 02 03 e8"))
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after a Close:\n%s", status, p.Output())
	}
}

func TestDialDrawsWhateverTheCuts(t *testing.T) {
	frames := [][]byte{frametest.Unhex(t, plain), frametest.Unhex(t, masked), frametest.Unhex(t, "88 05 03 e8 62 79 65")}
	var all []byte
	var want string
	for _, b := range frames {
		all = append(all, b...)
		want += dissect.Frame(b) + "\n"
	}
	for _, c := range []struct {
		name   string
		glued  []byte // in the same write as the 101
		writes [][]byte
	}{
		{"one byte a write", nil, bytesOf(all)},
		{"all in one write", nil, [][]byte{all}},
		{"glued to the 101", all, nil},
		{"half of it glued", all[:3], [][]byte{all[3:]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := frametest.Listen(t)
			p := programtest.Start(t, "dial", l.URL())
			peer := l.Next(c.glued...)
			for _, b := range c.writes {
				peer.Send(b)
			}
			if status := p.Wait(); status != 0 || !strings.HasSuffix(p.Stdout(), "\r\n\r\n"+want) {
				t.Errorf("exit status %d; want the handshake and then\n%s\ngot\n%s", status, want, p.Output())
			}
		})
	}
}

func TestDialHexSendsTheBytesAsTheyAre(t *testing.T) {
	for _, flags := range [][]string{{"-hex"}, {"-hex", "-dribble=1us"}} {
		l := frametest.Listen(t)
		p := programtest.Start(t, append([]string{"dial", l.URL()}, flags...)...)
		peer := l.Next()
		p.Type("81 85 37fa213d # a header\n7f 9f 4d 51 58\n")
		peer.Expect(frametest.Unhex(t, masked), "-hex sends what was typed")
		peer.Send(frametest.Unhex(t, "88 00"))
		p.Line("close code 1005")
		if status := p.Wait(); status != 0 {
			t.Errorf("%v: exit status %d:\n%s", flags, status, p.Output())
		}
	}
}

func TestDialEndsWhenTheServerBreaksARule(t *testing.T) {
	for _, c := range []struct{ bytes, says string }{
		{"c1 05", "RSV1 set on a text frame"},
		{"48 54 54 50", "RFC 6455 §5.5"},
		{"82 7f 7f ff ff ff ff ff ff ff", "RFC 6455 §10.4"},
		{"00 48 65 6c 6c 6f ff", "unexpected EOF"},
	} {
		l := frametest.Listen(t)
		p := programtest.Start(t, "dial", l.URL())
		peer := l.Next()
		peer.Send(frametest.Unhex(t, c.bytes))
		peer.Finish()
		p.Line(c.says)
		if status := p.Wait(); status != 1 {
			t.Errorf("%s: exit status %d, want 1:\n%s", c.bytes, status, p.Output())
		}
	}
}

func TestDialShowsWhatServePushes(t *testing.T) {
	s := programtest.Start(t, "-addr", "127.0.0.1:0")
	p := programtest.Start(t, "dial", "ws://"+s.Addr()+"/")
	for _, said := range []string{`"Hello"`, `"Grüße"`, `"126 126 "`} {
		p.Line(said)
	}
	p.Type("Hello\n")
	s.Line(fmt.Sprintf("% x", text("Hello")))
	p.CloseInput()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after the end of input:\n%s", status, p.Output())
	}
	if strings.Contains(p.Output(), frame.Close.String()) {
		t.Errorf("the server was left without a Close and sent one:\n%s", p.Output())
	}
}
