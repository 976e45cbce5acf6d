package conformance

import (
	"fmt"
	"strings"
)

const (
	kib = 1 << 10
	mib = 1 << 20
)

// volume is about large messages and many of them: whole, in fragments, in
// pieces, one after the other.
func volume() []Case {
	var cases []Case
	for _, kind := range []struct {
		name                          string
		draft                         func(int) draft
		whole, fragments, cuts, trips string // Autobahn's families
	}{
		{"text", func(n int) draft { return text(letters(n)) }, "9.1", "9.3", "9.5", "9.7"},
		{"binary", func(n int) draft { return binaryOf(octets(n)) }, "9.2", "9.4", "9.6", "9.8"},
	} {
		add := func(name, title, family string, i int, heavy bool, steps ...Step) {
			cases = append(cases, Case{ID: "5.6/" + kind.name + "-" + name, Title: title, Heavy: heavy,
				Autobahn: []string{fmt.Sprintf("%s.%d", family, i+1)}, Steps: append(steps, goodbye())})
		}
		for i, n := range []int{64 * kib, 256 * kib, mib, 4 * mib, 8 * mib, 16 * mib} {
			d := kind.draft(n)
			add("of-"+size(n), "a message of "+words(n), kind.whole, i, n > mib, send(d), expect(d))
		}
		for i, n := range []int{64, 256, kib, 4 * kib, 16 * kib, 64 * kib, 256 * kib, mib, 4 * mib} {
			d := kind.draft(4 * mib)
			add("of-4-mib-in-fragments-of-"+size(n), "a message of 4 MiB in fragments of "+words(n), kind.fragments, i, true, sendSplit(d, n), expect(d))
		}
		for i, n := range []int{64, 128, 256, 512, kib, 2 * kib} {
			d := kind.draft(mib)
			add("of-1-mib-in-pieces-of-"+size(n), "a message of 1 MiB in writes of "+words(n), kind.cuts, i, true, sendCut(n, 0, d), expect(d))
		}
		for i, n := range []int{0, 16, 64, 256, kib, 4 * kib} {
			d := kind.draft(n)
			add("of-"+size(n)+"-1000-times", "1,000 messages of "+words(n)+", each after the answer to the last", kind.trips, i, false, again(1000, send(d), expect(d)))
		}
		for _, n := range []int{997, 8191, 65537} {
			d := kind.draft(mib)
			cases = append(cases, Case{ID: fmt.Sprintf("5.6/%s-of-1-mib-in-odd-pieces-of-%d", kind.name, n), Heavy: true,
				Title: fmt.Sprintf("a message of 1 MiB in writes of %d bytes", n), Steps: []Step{sendCut(n, 0, d), expect(d), goodbye()}})
		}
		var many []draft
		for i := range 1000 {
			many = append(many, kind.draft(i))
		}
		cases = append(cases, Case{ID: "5.6/" + kind.name + "-1000-in-a-row", Title: "1,000 messages of 0 to 999 bytes, without waiting for answers",
			Steps: []Step{send(many...), expect(many...), goodbye()}})
	}
	return cases
}

// words is such as "64 KiB".
func words(n int) string {
	return strings.NewReplacer("-bytes", " bytes", "-kib", " KiB", "-mib", " MiB").Replace(size(n))
}

// size is such as 64-bytes, 4-kib or 16-mib.
func size(n int) string {
	switch {
	case n >= mib:
		return fmt.Sprintf("%d-mib", n/mib)
	case n >= kib:
		return fmt.Sprintf("%d-kib", n/kib)
	}
	return fmt.Sprintf("%d-bytes", n)
}
