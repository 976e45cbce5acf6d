package catch_test

import (
	_ "embed"
	"testing"

	catch "example/websocket/exercises/06f-catch-the-utf8"
	"example/websocket/exercises/internal/check"
)

//go:embed catch.go
var yours string

//go:embed testdata/stub.go
var stub string

const section = "RFC 6455 §8.1"

func TestCatch(t *testing.T) {
	check.Run(t, check.File{Name: "catch.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "right-ones", Section: section,
			Says: "Two right checks, one that keeps all the bytes and one that keeps none, are not blamed.",
			Run: func(t *check.T) {
				right(t, "one that keeps all", func() catch.Text { return new(keeper) })
				right(t, "one that keeps none", func() catch.Text { return &decoder{bounds: rightBounds()} })
			},
		},
		caught("never-looks", "A check that never looks, and says true to everything, is caught.",
			func() catch.Text { return blind{} }),
		caught("each-piece-alone", "One that takes each piece for a text of its own, and so refuses a character that is cut between two pieces, is caught.",
			func() catch.Text { return pieces{} }),
		caught("remembers-one-byte", "One that keeps one byte of a cut character, and refuses where two or three would have to be kept, is caught.",
			func() catch.Text { return new(forgetful) }),
		caught("only-at-the-end", "One whose Check is always true, and whose Done alone tells right from wrong, is caught.",
			func() catch.Text { return new(late) }),
		caught("half-a-character", "One whose Check is right, and whose Done is always true, is caught.",
			func() catch.Text { return new(trusting) }),
		caught("overlong", "One that lets overlong forms such as c0 af pass is caught.",
			wrongBounds(func(b *bounds) { b.two, b.e0, b.f0 = 0xc0, 0x80, 0x80 })),
		caught("surrogates", "One that lets surrogates such as ed a0 80 pass is caught.",
			wrongBounds(func(b *bounds) { b.ed = 0xbf })),
		caught("too-high", "One that lets numbers above 10FFFF such as f4 90 80 80 pass is caught.",
			wrongBounds(func(b *bounds) { b.f4 = 0xbf })),
	)
}

// caught is a case about a wrong check.
func caught(name, says string, fresh func() catch.Text) check.Case {
	return check.Case{Name: name, Says: says, Section: section, Run: func(t *check.T) {
		t.Call("Catch(%s)", name)
		if catch.Catch(fresh) == nil {
			t.Wrong("nil: it has not been caught", "an error")
		}
	}}
}

func right(t *check.T, what string, fresh func() catch.Text) {
	t.Call("Catch(%s)", what)
	if err := catch.Catch(fresh); err != nil {
		t.Call("Catch(%s), and you say: %.120q", what, err)
		t.Wrong("an error: it has been blamed", "nil")
	}
}
