package poison

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
)

// newTalk returns a talk and what its proxy says.
func newTalk() (*talk, *[]string) {
	said := new([]string)
	p := NewProxy(func(format string, args ...any) { *said = append(*said, fmt.Sprintf(format, args...)) })
	return &talk{Proxy: p}, said
}

// from feeds b to the talk in pieces of n bytes.
func from(t *talk, b []byte, n int) (onward, answer []byte) {
	for len(b) > 0 {
		n := min(n, len(b))
		o, a := t.fromClient(b[:n])
		onward, answer = append(onward, o...), append(answer, a...)
		b = b[n:]
	}
	return onward, answer
}

// However the reads are cut, every byte goes on, once, in order, and the
// request behind the noise is found.
func TestNoiseAndRequestGoOnUnchangedAtEveryCut(t *testing.T) {
	for _, noise := range []string{"", "\x81\x2b", "\x81\xab\x00\x00\x00\x00", "GE", "GET GET ", "GET /\x80", "GET x\r\n\r\n", strings.Repeat("G", 50)} {
		whole := []byte(noise + Lure)
		for n := 1; n <= len(whole); n++ {
			talk, said := newTalk()
			onward, answer := from(talk, whole, n)
			if diff := dissect.Compare(onward, whole); diff != "" || len(answer) > 0 {
				t.Fatalf("noise %q, reads of %d: answered %q; passed on: %s", noise, n, answer, diff)
			}
			if len(talk.asked) != 1 || talk.asked[0].key != "cdn.example/lib.js" {
				t.Fatalf("noise %q, reads of %d: asked %v, want cdn.example/lib.js; said %q", noise, n, talk.asked, *said)
			}
			if want := fmt.Sprintf("skips %d bytes of noise", len(noise)); noise != "" && !strings.HasPrefix((*said)[0], want) {
				t.Fatalf("noise %q, reads of %d: said %q, want %s", noise, n, *said, want)
			}
		}
	}
}

// Every mask leaves some frame that ends in G, GE or GET: it must not be held
// back, or its receiver would wait for ever.
func TestFramesThatEndLikeARequestBeginsAreNotHeldBack(t *testing.T) {
	for _, tail := range []string{"G", "GE", "GET", "GET ", "GET /lib.js HTTP/1.1\r\n"} {
		b := frame.Append(nil, frame.Binary, []byte("noise"+tail))
		for n := 1; n <= len(b); n++ {
			talk, said := newTalk()
			onward, _ := from(talk, b, n)
			if diff := dissect.Compare(onward, b); diff != "" {
				t.Fatalf("ends in %q, reads of %d: %s", tail, n, diff)
			}
			talk.fromServer([]byte{0x81, 0x00})
			if want := fmt.Sprintf("saw no request in %d bytes, and passed them on", len(b)); len(*said) == 0 || (*said)[0] != want {
				t.Errorf("ends in %q, reads of %d: said %q, want %q", tail, n, *said, want)
			}
		}
	}
}

// An honest request stays until it is complete: the cache may have it.
func TestAHitNeverReachesTheServer(t *testing.T) {
	talk, _ := newTalk()
	talk.store("cdn.example/lib.js", []byte("cached"))
	for n := 1; n <= len(Lure); n++ {
		if onward, answer := from(talk, []byte(Lure), n); len(onward) > 0 || string(answer) != "cached" {
			t.Fatalf("reads of %d: passed on %q, answered %q", n, onward, answer)
		}
	}
}

func TestAResponseIsCachedWholeAtEveryCut(t *testing.T) {
	for n := 1; n <= len(forged)+2; n++ {
		talk, said := newTalk()
		talk.fromClient([]byte(Lure))
		for b := frame.Append(nil, frame.Text, []byte(forged)); len(b) > 0; {
			n := min(n, len(b))
			talk.fromServer(b[:n])
			b = b[n:]
		}
		if got := talk.load("cdn.example/lib.js"); string(got) != forged {
			t.Fatalf("reads of %d: cached %q, want %q; said %q", n, got, forged, *said)
		}
	}
}

func TestWhatIsNotCached(t *testing.T) {
	for name, response := range map[string]string{
		"not 200":         "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
		"no-store":        "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 2\r\n\r\nno",
		"no length":       "HTTP/1.1 200 OK\r\n\r\nno",
		"chunked":         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n",
		"longer than fit": "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n" + strings.Repeat("x", mostAnswer),
		"not HTTP":        strings.Repeat("x", mostAnswer+1),
		"negative length": "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + strings.Repeat("x", mostAnswer),
	} {
		talk, said := newTalk()
		talk.fromClient([]byte(Lure))
		talk.fromServer([]byte(response))
		if len(talk.cache) > 0 || len(talk.asked) > 0 || len(talk.out) > 0 {
			t.Errorf("%s: cached %q, still waits for %v with %d bytes; said %q", name, talk.cache, talk.asked, len(talk.out), *said)
		}
	}
}

func TestWhatNobodyAskedForIsMentionedOnce(t *testing.T) {
	talk, said := newTalk()
	for _, b := range []string{"\x81\x78", "HTTP/1.1 200 OK\r\n", "\r\n"} {
		talk.fromServer([]byte(b))
	}
	if want := []string{"a response nobody asked for: ignored"}; !slices.Equal(*said, want) {
		t.Errorf("said %q, want %q", *said, want)
	}
}

// No client and no server makes the proxy keep more than its limits.
func TestWhatIsKeptIsBounded(t *testing.T) {
	for name, b := range map[string]string{
		"noise":                   strings.Repeat("\x81", 1<<18),
		"a head without end":      "GET / HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("a", 1<<18),
		"requests that never end": strings.Repeat("GET ", 1<<13),
	} {
		talk, _ := newTalk()
		onward, _ := from(talk, []byte(b), 4096)
		if len(talk.in) > mostHead || len(talk.noise.begin) > 8 {
			t.Errorf("%s: %d bytes kept, %d of noise; at most %d allowed", name, len(talk.in), len(talk.noise.begin), mostHead)
		}
		if string(onward) != b {
			t.Errorf("%s: %d bytes passed on of %d", name, len(onward), len(b))
		}
	}

	talk, _ := newTalk()
	from(talk, bytes.Repeat([]byte(Lure), 1000), 4096)
	if len(talk.asked) != mostWaiting {
		t.Errorf("%d requests waiting, want %d", len(talk.asked), mostWaiting)
	}
	for i := range 2 * mostEntries {
		talk.store(fmt.Sprint(i), []byte("x"))
	}
	if len(talk.cache) != mostEntries {
		t.Errorf("%d pages cached, want %d", len(talk.cache), mostEntries)
	}
}
