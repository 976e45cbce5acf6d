package main

import (
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

// Every line goes out as a masked text frame, under a key of its own, even if
// all lines are the same: with one key for all, or a constant one, whoever
// chooses the lines chooses the bytes on the wire (RFC 6455 §10.3).
func TestDialMasksEachFrameWithAFreshKey(t *testing.T) {
	const lines = 32
	l := frametest.Listen(t)
	keys := make(map[[4]byte]bool)
	for range 2 { // connections
		p := programtest.Start(t, "dial", l.URL())
		peer := l.Next()
		p.Type(strings.Repeat("Grüße\n", lines))
		for range lines {
			h, payload := peer.Next(frame.Rules{From: frame.Client, Place: frame.Between, Limit: 100})
			if !h.Fin || h.Opcode != frame.Text || string(payload) != "Grüße" {
				t.Fatalf("want the line as one text frame (RFC 6455 §5.6), got\n%s", dissect.Frame(frametest.Wire(h, payload)))
			}
			keys[h.Key] = true
		}
		peer.Send([]byte{0x88, 0})
		p.CloseInput()
		if status := p.Wait(); status != 0 {
			t.Fatalf("exit status %d after a Close:\n%s", status, p.Output())
		}
	}
	if len(keys) < 2*lines-1 { // two of 64 fair keys are equal once in two million runs
		t.Errorf("%d frames, %d different keys (RFC 6455 §5.3)", 2*lines, len(keys))
	}
}

func TestDialMasksEveryLength(t *testing.T) {
	l := frametest.Listen(t)
	p := programtest.Start(t, "dial", l.URL())
	peer := l.Next()
	for _, length := range []int{0, 1, 125, 126, 127, 65535, 65536} {
		line := strings.Repeat("abcdefg", 1+length/7)[:length]
		p.Type(line + "\n")
		h, payload := peer.Next(frame.Rules{From: frame.Client, Place: frame.Between, Limit: 1 << 20})
		if diff := dissect.Compare(payload, []byte(line)); diff != "" || h.Length != uint64(length) {
			t.Fatalf("a line of %d bytes comes as %d, unmasked (RFC 6455 §5.3): %.60s", length, h.Length, diff)
		}
	}
	p.CloseInput()
	peer.ExpectEnd()
}

func TestDialEndsWhenTheServerBreaksARule(t *testing.T) {
	for _, c := range []struct{ name, bytes, says string }{
		{"masked text", hello, "masked frame from a server, which must not mask any (RFC 6455 §5.1)"},
		{"masked, two bytes", "81 85", "RFC 6455 §5.1"},
		{"masked ping", "89 80 37 fa 21 3d", "RFC 6455 §5.1"},
		{"RSV1", "c1 05", "RFC 6455 §5.2"},
		{"64 GiB", "82 7f 00 00 00 10 00 00 00 00", "RFC 6455 §10.4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := frametest.Listen(t)
			p := programtest.Start(t, "dial", l.URL())
			peer := l.Next(frametest.Unhex(t, c.bytes)...)
			p.Line(c.says)
			if status := p.Wait(); status != 1 {
				t.Errorf("exit status %d, want 1:\n%s", status, p.Output())
			}
			peer.ExpectEnd()
			if strings.Contains(p.Output(), `"Hello"`) {
				t.Errorf("a masked frame of a server is shown:\n%s", p.Output())
			}
		})
	}
}

func TestDialDrawsWhatComesGluedToThe101(t *testing.T) {
	l := frametest.Listen(t)
	p := programtest.Start(t, "dial", l.URL())
	l.Next(frametest.Unhex(t, echo1+echo1+"88 02 03 e8")...)
	for _, row := range []string{echo1, `"Hello"`, echo1, `"Hello"`, "88 02 03 e8", "close code 1000"} {
		p.Line(row)
	}
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after a Close:\n%s", status, p.Output())
	}
}

func TestDialTalksToServe(t *testing.T) {
	s, addr := start(t)
	p := programtest.Start(t, "dial", "ws://"+addr+"/")
	p.Type("Grüße\n")
	s.Line(`"Grüße"`)
	p.Line("81 07 47 72 c3 bc c3 9f 65")
	p.Line(`"Grüße"`)
	p.Type("126" + strings.Repeat(" 126", 31) + "\n")
	p.Line("LEN   127")
	p.CloseInput()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after the end of input:\n%s", status, p.Output())
	}
}

func TestDialHexCanBreakTheRule(t *testing.T) {
	_, addr := start(t)
	p := programtest.Start(t, "dial", "ws://"+addr+"/", "-hex")
	p.Type(echo1 + " # not masked\n")
	p.Line("close code 1002 protocol error")
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after a Close:\n%s", status, p.Output())
	}
}
