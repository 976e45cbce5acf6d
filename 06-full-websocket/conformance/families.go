package conformance

import (
	"fmt"
	"strings"
	"sync"
)

// compressionVolume is about compressed messages of many sizes and kinds, whole
// and in fragments, on many terms. Each case is a row of messages, so that context
// takeover has something to take over.
func compressionVolume() (cases []Case) {
	for i, c := range contents {
		for j, s := range shapes {
			n := s.messages()
			var row []draft
			for k := range n {
				row = append(row, c.draft(c.all()[k*37:][:s.size]))
			}
			cases = append(cases, Case{ID: "7692-7.2/" + c.name + "-" + s.name(), Title: fmt.Sprintf("%d messages of %s, each %s", n, c.title, s.title()),
				Autobahn: s.numbers(12, i+1, j), Deal: dealOf(usual), Steps: s.steps(row)})
		}
	}
	for i, t := range treaties {
		for j, s := range shapes {
			n := s.messages()
			var row []draft
			for k := range n {
				d := text(records()[k*37:][:s.size])
				if k%2 == 1 {
					d = binaryOf(gradient()[k*37:][:s.size])
				}
				row = append(row, d)
			}
			cases = append(cases, Case{ID: "7692-" + t.section + "/" + t.name + "-" + s.name(), Title: fmt.Sprintf("%d messages, text and binary by turns, each %s; %s", n, s.title(), t.title),
				Autobahn: s.numbers(13, i+1, j), Deal: t.deal(), Steps: s.steps(row)})
		}
	}
	return cases
}

// A shape is how large a message is, and in how large fragments it comes.
type shape struct{ size, fragment int }

// shapes are in the order of the Autobahn suite, but for those behind.
var shapes = []shape{
	{16, 0}, {64, 0}, {256, 0}, {1024, 0}, {4096, 0}, {8192, 0}, {16384, 0}, {32768, 0}, {65536, 0}, {131072, 0},
	{8192, 256}, {16384, 256}, {32768, 256}, {65536, 256}, {131072, 256}, {131072, 1024}, {131072, 4096}, {131072, 32768},
	{0, 0}, {1, 0},
}

const autobahnShapes = 18

func (s shape) numbers(family, i, j int) []string {
	if j >= autobahnShapes {
		return nil
	}
	return []string{fmt.Sprintf("%d.%d.%d", family, i, j+1)}
}

func (s shape) name() string {
	if s.fragment > 0 {
		return size(s.size) + "-in-fragments-of-" + fmt.Sprint(s.fragment)
	}
	return size(s.size)
}

func (s shape) title() string {
	if s.fragment > 0 {
		return fmt.Sprintf("of %d bytes, compressed and then cut into fragments of %d", s.size, s.fragment)
	}
	return fmt.Sprintf("of %d bytes", s.size)
}

// messages is how many there are in a row.
func (s shape) messages() int { return max(3, min(20, 32768/max(1, s.size))) }

// steps send a row, each message when the one before has come back.
func (s shape) steps(row []draft) []Step {
	how := send
	if s.fragment > 0 {
		how = inFragments(s.fragment)
	}
	return []Step{agreed(), {fmt.Sprintf("%d times: send a message, compressed; expect it back", len(row)), func(p *Peer) error {
		for _, d := range row {
			if err := squeezed(how, d).Do(p); err != nil {
				return err
			}
			if err := p.expect([]draft{d}); err != nil {
				return err
			}
		}
		return nil
	}}, goodbye()}
}

// contents are what messages are made of. The first compresses best, the last
// not at all.
var contents = []struct {
	name, title string
	draft       func(string) draft
	all         func() string
}{
	{"records", "records in JSON", text, records},
	{"gradient", "a picture without compression", binaryOf, gradient},
	{"prose", "prose, sent as binary", binaryOf, prose},
	{"markup", "markup", text, markup},
	{"noise", "noise, which does not compress", binaryOf, noise},
}

const contentMax = 131072 + 20*37

var (
	records = sync.OnceValue(func() string {
		return filled(func(i int) string {
			return fmt.Sprintf(`{"id":%d,"name":"user %03d","score":%d.%02d,"tags":["a","b%d"]},`, i, i*7919%1000, i*31%100, i*17%100, i%7)
		})
	})
	gradient = sync.OnceValue(func() string {
		return filled(func(i int) string { return string([]byte{byte(i / 512), byte(i / 512), byte(i / 64), byte(i)}) })
	})
	prose = sync.OnceValue(func() string {
		words := strings.Fields("the client sends and the server reads what was sent before it answers with a frame of its own and waits for another one to come")
		return filled(func(i int) string { return words[i*i*13%len(words)] + " " })
	})
	markup = sync.OnceValue(func() string {
		return filled(func(i int) string { return fmt.Sprintf("<p class=\"c%d\">%d</p>\n", i%13, i*i) })
	})
	noise = sync.OnceValue(func() string {
		x := uint32(1)
		return filled(func(int) string {
			x ^= x << 13
			x ^= x >> 17
			x ^= x << 5
			return string([]byte{byte(x), byte(x >> 8), byte(x >> 16), byte(x >> 24)})
		})
	})
)

// filled is as much as the cases need of what piece makes.
func filled(piece func(i int) string) string {
	var b strings.Builder
	for i := 0; b.Len() < contentMax; i++ {
		b.WriteString(piece(i))
	}
	return b.String()
}

// A treaty is the terms for whoever is judged, as a server or as a client.
type treaty struct {
	section, name, title string
	alone                bool // no context takeover
	bits                 int
	fallback             []terms // offered to a server behind that
}

// treaties are in the order of the Autobahn suite.
var treaties = []treaty{
	{section: "7.1", name: "default", title: "both may look back as far as they like"},
	{section: "7.1.1", name: "alone", title: "the answers do not look back into the messages before", alone: true},
	{section: "7.1.2", name: "window-of-9-bits", title: "the answers look back over 512 bytes at most", bits: 9},
	{section: "7.1.2", name: "window-of-15-bits", title: "the answers look back over 32,768 bytes at most", bits: 15},
	{section: "7.1", name: "alone-and-9-bits", title: "the answers look back over 512 bytes, and not into the messages before", alone: true, bits: 9},
	{section: "7.1", name: "alone-and-15-bits", title: "the answers look back over 32,768 bytes, and not into the messages before", alone: true, bits: 15},
	{section: "5", name: "three-offers", title: "of three offers the first that is accepted holds", alone: true, bits: 9,
		fallback: []terms{{serverAlone: true, clientBits: -1}, usual}},
}

func (t treaty) deal() Deal {
	d := dealOf(terms{serverAlone: t.alone, serverBits: t.bits, clientBits: -1})
	for _, f := range t.fallback {
		d.Offer += ", " + f.String()
	}
	d.Answer = dealOf(terms{clientAlone: t.alone, clientBits: t.bits}).Answer
	return d
}
