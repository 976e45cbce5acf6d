package websocket_test

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	websocket "example/websocket/exercises/06e-half-a-letter"
	"example/websocket/exercises/internal/check"
)

//go:embed text.go
var yours string

//go:embed testdata/stub.go
var stub string

const letters = "κόσμε é € 𝄞" // of two, three and four bytes

func TestText(t *testing.T) {
	check.Run(t, check.File{Name: "text.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "in-one-piece", Section: "RFC 6455 §8.1",
			Says: "The text κόσμε é € 𝄞 passes in one piece, and so does a text without a byte.",
			Run: func(t *check.T) {
				passes(t, letters)
				passes(t)
				passes(t, "")
			},
		},
		check.Case{
			Name: "in-two-pieces", Section: "RFC 6455 §8.1",
			Says: "The text κόσμε é € 𝄞 passes, cut in two at any place.",
			Run: func(t *check.T) {
				for i := range len(letters) {
					passes(t, letters[:i], letters[i:])
				}
			},
		},
		check.Case{
			Name: "byte-by-byte", Section: "RFC 6455 §8.1",
			Says: "The text κόσμε é € 𝄞 passes byte by byte, with an empty piece behind each.",
			Run: func(t *check.T) {
				var pieces []string
				for i := range len(letters) {
					pieces = append(pieces, letters[i:i+1], "")
				}
				passes(t, pieces...)
			},
		},
		check.Case{
			Name: "the-replacement-character", Section: "RFC 6455 §8.1",
			Says: "The text ef bf bd, which is the letter U+FFFD, passes: programs put it in the place of what is wrong, but it may also be sent.",
			Run:  func(t *check.T) { passes(t, "\xef\xbf\xbd") },
		},
		check.Case{
			Name: "wrong-bytes", Section: "RFC 6455 §8.1",
			Says: `Each in one piece, c3 28, ff, 80, and "Hello" with ff behind it are refused.`,
			Run: func(t *check.T) {
				refused(t, "\xc3\x28")
				refused(t, "\xff")
				refused(t, "\x80")
				refused(t, "Hello\xff")
			},
		},
		check.Case{
			Name: "wrong-bytes-in-front", Section: "RFC 6455 §8.1",
			Says: `In one piece, c3 28 and ff with "Hello" behind them are refused.`,
			Run: func(t *check.T) {
				refused(t, "\xc3\x28Hello")
				refused(t, "\xffHello")
			},
		},
		check.Case{
			Name: "at-the-first-wrong-byte", Section: "RFC 6455 §8.1",
			Says: "In pieces of one byte, c3 28 is refused at 28, and f0 9d 28 too: the byte does not go on with the letter.",
			Run: func(t *check.T) {
				refused(t, "\xc3", "\x28")
				refused(t, "\xf0", "\x9d", "\x28")
			},
		},
		check.Case{
			Name: "overlong", Section: "RFC 3629 §3",
			Says: "Letters in more bytes than they need are refused at the first byte that shows it: c0 at c0, e0 80 at 80, f0 8f at 8f.",
			Run: func(t *check.T) {
				refused(t, "\xc0")
				refused(t, "\xe0", "\x80")
				refused(t, "\xf0", "\x8f")
			},
		},
		check.Case{
			Name: "surrogates", Section: "RFC 3629 §3",
			Says: "Surrogates are refused at the second byte, ed a0 at a0 and ed bf at bf; the letters next to them, ed 9f bf and ee 80 80, pass.",
			Run: func(t *check.T) {
				refused(t, "\xed", "\xa0")
				refused(t, "\xed", "\xbf")
				passes(t, "\xed", "\x9f", "\xbf", "\xee\x80\x80")
			},
		},
		check.Case{
			Name: "above-10ffff", Section: "RFC 3629 §3",
			Says: "What is above 10FFFF is refused, f4 90 at 90 and f5 at f5; 10FFFF itself, f4 8f bf bf, passes.",
			Run: func(t *check.T) {
				refused(t, "\xf4", "\x90")
				refused(t, "\xf5")
				passes(t, "\xf4", "\x8f", "\xbf", "\xbf")
			},
		},
		check.Case{
			Name: "half-a-letter-at-the-end", Section: "RFC 6455 §8.1",
			Says: `"caf" with c3 behind it, e2 82, and f0 9d 84 may begin a text: Check is true. They may not be one: Done is false.`,
			Run: func(t *check.T) {
				unfinished(t, "caf\xc3")
				unfinished(t, "\xe2\x82")
				unfinished(t, "\xf0\x9d\x84")
			},
		},
		check.Case{
			Name: "the-next-text",
			Says: `After Done has said false to c3, and after it has said true to "é", the same text takes "Hello".`,
			Run: func(t *check.T) {
				for _, before := range []string{"\xc3", "é"} {
					told := fmt.Sprintf("Check(% x), Done()", before)
					x := new(websocket.Text)
					x.Check([]byte(before))
					x.Done()
					play(t, x, told, true, true, "Hello")
				}
			},
		},
		check.Case{
			Name: "the-room-is-used-again",
			Says: "Every piece of κόσμε é € 𝄞 comes in the same byte of memory, and Check leaves that as it is.",
			Run:  sameRoom,
		},
	)
}

func passes(t *check.T, pieces ...string) {
	play(t, new(websocket.Text), "", true, true, pieces...)
}

func unfinished(t *check.T, pieces ...string) {
	play(t, new(websocket.Text), "", true, false, pieces...)
}

// refused holds that the last of the pieces is refused, and none before.
func refused(t *check.T, pieces ...string) {
	play(t, new(websocket.Text), "", false, false, pieces...)
}

// play hands the pieces to x. Check is wanted to be true for all, and for the last
// as told by last; Done, which is called only if it is, as told by done.
func play(t *check.T, x *websocket.Text, before string, last, done bool, pieces ...string) {
	var told []string
	if before != "" {
		told = append(told, before)
	}
	for i, p := range pieces {
		told = append(told, fmt.Sprintf("Check(% x)", p))
		say(t, told)
		got, want := x.Check([]byte(p)), last || i < len(pieces)-1
		if got && !want {
			t.Wrong(fmt.Sprintf("Check(% x) is true, and Done() then %v", p, x.Done()), "Check is false")
		}
		if want && !got {
			t.Wrong(fmt.Sprintf("Check(% x) is false", p), "true")
		}
	}
	if !last {
		return
	}
	say(t, append(told, "Done()"))
	if got := x.Done(); got != done {
		t.Wrong(fmt.Sprintf("Done() is %v", got), fmt.Sprint(done))
	}
}

// say shows the last calls, each on a line: a screen has room for four.
func say(t *check.T, told []string) {
	more := ""
	if len(told) > 4 {
		more = fmt.Sprintf("%d calls before, then\n", len(told)-3)
		told = told[len(told)-3:]
	}
	t.Call("%s%s", more, strings.Join(told, "\n"))
}

func sameRoom(t *check.T) {
	var room [1]byte
	x := new(websocket.Text)
	for i := range len(letters) {
		t.Call("x.Check(room[:]), where room holds byte %d of %q", i, letters)
		room[0] = letters[i]
		if !x.Check(room[:]) {
			t.Wrong("false", "true")
		}
		if room[0] != letters[i] {
			t.Wrong(fmt.Sprintf("room holds %02x afterwards", room[0]), fmt.Sprintf("%02x, as before", letters[i]))
		}
	}
	t.Call("x.Done()")
	t.Equal(x.Done(), true)
}
