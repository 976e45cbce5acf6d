package poison

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"unicode/utf8"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// poisoned says what each mode has to end in, in the order of Modes.
var poisoned = []bool{true, false, true, true, true, false, true, true}

// broken is the first play that came to no verdict. After it no other is
// tried: each might wait as long.
var broken error

func play(t *testing.T, m Mode, o Options) (r Result, transcript string) {
	t.Helper()
	if broken != nil {
		t.Fatalf("not tried, since an earlier play failed: %v", broken)
	}
	var out bytes.Buffer
	o.Out = &out
	r, err := Play(t.Context(), m, o)
	if broken = err; err != nil {
		t.Fatalf("%s: %v; transcript:\n%s", m.Name, err, &out)
	}
	return r, out.String()
}

// Claim C8.
func TestEachModeEndsAsItShould(t *testing.T) {
	for _, cut := range []int{0, 1, 2, 7} {
		for i, m := range Modes() {
			t.Run(fmt.Sprintf("%s/reads of %d", m.Name, cut), func(t *testing.T) {
				r, transcript := play(t, m, Options{Cut: cut})
				if r.Poisoned != poisoned[i] {
					t.Errorf("%s, want poisoned %v (RFC 6455 §10.3); the lure's frame:\n%s\n%s",
						r.Verdict(), poisoned[i], dissect.Frame(r.Wire), transcript)
				}
				if seen := bytes.Contains(r.Wire, []byte("GET /lib.js")); seen != poisoned[i] {
					t.Errorf("the request in clear on the wire is %v, want %v (RFC 6455 §10.3):\n%s", seen, poisoned[i], dissect.Frame(r.Wire))
				}
				ignored := strings.Contains(transcript, "a response nobody asked for: ignored")
				if !poisoned[i] && !ignored {
					t.Errorf("the proxy does not say that it ignores evil's answer:\n%s", transcript)
				}
				if cached := strings.Contains(transcript, "CACHED cdn.example/lib.js, 120 bytes"); cached != poisoned[i] {
					t.Errorf("evil's 120 bytes cached: %v, want %v:\n%s", cached, poisoned[i], transcript)
				}
			})
		}
	}
}

func TestTwentyFreshRandomKeysStayClean(t *testing.T) {
	m := Modes()[1]
	keys := make(map[[4]byte]bool)
	for range 20 {
		r, transcript := play(t, m, Options{})
		if r.Poisoned {
			t.Fatalf("poisoned with a fresh random key (RFC 6455 §5.3):\n%s", transcript)
		}
		h, _ := frame.Parse(r.Wire)
		keys[h.Key] = true
	}
	if len(keys) != 20 { // two alike by chance: once in 20 million runs
		t.Errorf("20 frames had %d different keys (RFC 6455 §5.3)", len(keys))
	}
}

func TestLureOnTheWire(t *testing.T) {
	text := bytes.Join([][]byte{[]byte("GET /lib.js HTTP/1.1"), []byte("Host: cdn.example"), nil, nil}, []byte("\r\n"))
	if len(Lure) != 43 || Lure != string(text) {
		t.Fatalf("the lure is %q, %d bytes; want %q, 43 bytes", Lure, len(Lure), text)
	}
	for _, test := range []struct {
		mode   int
		header []byte
	}{
		{0, []byte{0x81, 0x2b}},
		{2, []byte{0x81, 0xab, 0, 0, 0, 0}},
		{3, []byte{0x82, 0xab, 0x37, 0xfa, 0x21, 0x3d}},
	} {
		m := Modes()[test.mode]
		r, _ := play(t, m, Options{})
		if diff := dissect.Compare(r.Wire, append(test.header, text...)); diff != "" {
			t.Errorf("%s (RFC 6455 §5.2): %s", m.Name, diff)
		}
	}
}

func TestPagesThatPremaskSendBinary(t *testing.T) {
	for i, want := range []frame.Opcode{1, 1, 1, 2, 2, 2, 2, 2} {
		m := Modes()[i]
		r, _ := play(t, m, Options{})
		if h, _ := frame.Parse(r.Wire); h.Opcode != want {
			t.Errorf("%s: opcode %v, want %v: text has to be UTF-8 (RFC 6455 §5.6)\n%s", m.Name, h.Opcode, want, dissect.Frame(r.Wire))
		}
	}
}

// A relay that copies and records shows what evil sends.
//
// Claim C9.
func TestEvilAnswersWithOneUnmaskedFrame(t *testing.T) {
	fromEvil := new(bytes.Buffer)
	o := Options{Proxy: func(func(string, ...any)) Relay {
		return func(_ context.Context, client, dialled net.Conn) {
			done := make(chan struct{})
			go func() {
				defer close(done)
				b, _ := io.ReadAll(io.TeeReader(dialled, client))
				if i := bytes.Index(b, []byte("\r\n\r\n")); bytes.HasPrefix(b, []byte("HTTP/1.1 101 ")) {
					fromEvil.Write(b[i+4:])
				}
				closeWrite(client)
			}()
			io.Copy(dialled, client)
			closeWrite(dialled)
			<-done
		}
	}}
	payload := "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nCache-Control: max-age=31536000\r\n" +
		"Content-Length: 17\r\n\r\nalert('poisoned')"
	want := append([]byte{0x81, 0x78}, payload...)
	for _, m := range Modes()[:4] {
		fromEvil.Reset()
		r, transcript := play(t, m, o)
		if diff := dissect.Compare(fromEvil.Bytes(), want); diff != "" {
			t.Errorf("%s (RFC 6455 §5.1): %s", m.Name, diff)
		}
		if r.Poisoned {
			t.Errorf("%s: poisoned through a proxy without a cache:\n%s", m.Name, transcript)
		}
	}
}

// The page learns the key of its first frame from evil alone, by WebSocket
// through the proxy.
func TestEvilTellsThePageTheKey(t *testing.T) {
	key := [4]byte{0xee, 0xad, 0x56, 0x9d}
	var told string
	m := Mode{Name: "told", Keys: constant(key), Page: func(send Send) error {
		answer, err := send(frame.Text, []byte(Question))
		told = string(answer)
		return err
	}}
	_, transcript := play(t, m, Options{})
	if told != "eead569d" {
		t.Errorf("evil told %q, want eead569d:\n%s", told, transcript)
	}
}

func TestSendLeavesThePagesBytesAlone(t *testing.T) {
	payload := []byte(Lure)
	m := Mode{Name: "kept", Keys: constant(known), Page: func(send Send) error {
		_, err := send(frame.Binary, payload)
		return err
	}}
	if play(t, m, Options{}); string(payload) != Lure {
		t.Errorf("after sending, the page's payload is %q, want %q", payload, Lure)
	}
}

func TestPremaskIsUndoneByTheMask(t *testing.T) {
	key := mask.NewKey()
	b := Premask(key, Lure)
	mask.Plain(b, key, 0)
	if string(b) != Lure {
		t.Errorf("key % x: masked, the pre-masked lure is %q (RFC 6455 §5.3)", key, b)
	}
}

// The lines stand in one order, whatever the actors' goroutines do: without
// what is random, the transcript is always the same.
func TestTranscriptIsAlwaysTheSame(t *testing.T) {
	for _, mode := range []int{0, 2, 3, 7} { // no random keys
		m := Modes()[mode]
		_, want := play(t, m, Options{})
		for range 20 {
			if _, got := play(t, m, Options{}); got != want {
				t.Fatalf("%s: two transcripts:\n%s\n%s", m.Name, want, got)
			}
		}
		if _, got := play(t, m, Options{Cut: 1}); got != want {
			t.Errorf("%s: cut into reads of one byte:\n%s\nwhole:\n%s", m.Name, got, want)
		}
	}
}

func TestShowFitsTheScreenAndEndsInATable(t *testing.T) {
	var out bytes.Buffer
	if err := show(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	_, end, _ := strings.Cut(out.String(), "\nmode ")
	rows := strings.Split(end, "\n")
	for i, m := range Modes() {
		row, verdict := rows[i+1], Result{Poisoned: poisoned[i]}.Verdict()
		if !strings.HasPrefix(row, fmt.Sprintf("%d. %s ", i+1, m.Name)) || !strings.HasSuffix(row, "  "+verdict) {
			t.Errorf("row %d is %q, want %s, %s", i+1, row, m.Name, verdict)
		}
	}
	for _, want := range []string{"2^-32", "TLS", "nobody asked for"} {
		if !strings.Contains(end, want) {
			t.Errorf("the end does not mention %q", want)
		}
	}
}
