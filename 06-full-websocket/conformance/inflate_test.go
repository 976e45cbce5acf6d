package conformance

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
	"testing"
)

// The judge's inflater and compress/flate say the same about all that the other
// can make.
func TestTheInflaterIsRight(t *testing.T) {
	for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
		var wire bytes.Buffer
		w, err := flate.NewWriter(&wire, level)
		if err != nil {
			t.Fatal(err)
		}
		s := &inflater{window: 1 << 15}
		for _, p := range []string{"", "Hello", letters(100_000), "", octets(70_000), strings.Repeat("ab", 40_000), letters(5)} {
			wire.Reset()
			io.WriteString(w, p)
			w.Flush()
			payload := bytes.TrimSuffix(wire.Bytes(), []byte("\x00\x00\xff\xff"))
			if got, problem := s.message(payload); problem != "" || string(got) != p {
				t.Errorf("level %d: %d bytes inflate to %d: %s", level, len(p), len(got), problem)
			}
		}
	}
}

func TestBlocksByHand(t *testing.T) {
	for _, test := range []struct{ name, payload, want, hex string }{
		{"7.2.3.1", blocks(fixed("Hello"), flush), "Hello", "\xf2\x48\xcd\xc9\xc9\x07\x00"},
		{"7.2.3.3", blocks(stored("Hello"), flush), "Hello", "\x00\x05\x00\xfa\xffHello\x00"},
		{"7.2.3.4", blocks(final(fixed("Hello")), flush), "Hello", "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"},
		{"7.2.3.5", blocks(fixed("He"), emptied, fixed("llo"), flush), "Hello", "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"},
		{"final stored", blocks(final(stored("Hello")), final(stored("")), flush), "Hello", ""},
		{"final behind bits", blocks(fixed("H"), final(fixed("ello")), flush), "Hello", ""},
		{"long", blocks(storedAll(octets(100_000)), fixed("\xff", back{258, 32768}, back{3, 1}, back{10, 24577}, back{257, 5}), flush), "", ""},
	} {
		if test.hex != "" && test.payload != test.hex {
			t.Errorf("%s: % x, want % x", test.name, test.payload, test.hex)
		}
		got, problem := (&inflater{window: 1 << 15}).message([]byte(test.payload))
		if problem != "" || test.want != "" && string(got) != test.want {
			t.Errorf("%s: %q, %s", test.name, got, problem)
		}
		if strings.Contains(test.name, "final") || test.name == "7.2.3.4" {
			continue // compress/flate stops there
		}
		other, _ := io.ReadAll(flate.NewReader(strings.NewReader(test.payload + "\x00\x00\xff\xff")))
		if !bytes.Equal(got, other) {
			t.Errorf("%s: %d bytes; compress/flate has %d", test.name, len(got), len(other))
		}
	}
	for length := 3; length <= 258; length++ {
		want := strings.Repeat("a", 1+length)
		if got, problem := (&inflater{window: 1}).message([]byte(blocks(fixed("a", back{length, 1}), flush))); string(got) != want {
			t.Errorf("length %d: %d bytes, %s", length, len(got), problem)
		}
	}
	past := octets(40_000)
	for distance := 1; distance <= 32768; distance++ {
		if distance > 300 && distance%97 != 0 && distance&(distance-1) != 0 {
			continue
		}
		s := &inflater{window: distance, out: []byte(past)}
		if got, problem := s.message([]byte(blocks(fixed(back{3, distance}), flush))); problem != "" || len(got) != 3 || got[0] != past[len(past)-distance] {
			t.Errorf("distance %d: %x, %s", distance, got, problem)
		}
	}
}

// What a message must not be, and what the report says then.
func TestTheInflaterRefuses(t *testing.T) {
	for _, test := range []struct{ payload, problem string }{
		{"", "inside a block"},
		{"\x07", "reserved type 3"},
		{"\x00\x05\x00\xfb\xffHello\x00", "complement"},
		{"\x00\x05\x00\xfa\xff", "inside a stored block"},
		{"\xf2\x48\xcd", "inside a block"},
		{"\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", "00 00 ff ff that"}, // the tail was not cut
		{"\xf3\x48\xcd\xc9\xc9\x07\x00", "inside a block"},                   // no 00 behind the final block
		{blocks(fixed(back{3, 1}), flush), "a distance of 1, and there are only 0"},
		{blocks(fixed("0123456789", back{3, 9}), flush), "a distance of 9, and the window has 8"},
		{"\x04\x00\x00\x00\x00", "no code"},
	} {
		got, problem := (&inflater{window: 8}).message([]byte(test.payload))
		if !strings.Contains(problem, test.problem) {
			t.Errorf("% x: %q, %q; want a problem with %q", test.payload, got, problem, test.problem)
		}
	}
	s := &inflater{window: 1 << 15, alone: true}
	s.message([]byte(blocks(fixed("Hello"), flush)))
	if got, problem := s.message([]byte(blocks(fixed(back{5, 5}), flush))); problem == "" {
		t.Errorf("without takeover a message that looks back inflates to %q", got)
	}
}
