package rules_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example/websocket/04-frames/frame/frametest"
	rules "example/websocket/exercises/04g-break-a-rule"
	"example/websocket/exercises/internal/check"
)

//go:embed rules.go
var yours string

//go:embed testdata/stub.go
var stub string

// The checks that a right program passes: each is about one rule. Only http is
// about two, and holds as long as one of them does.
var (
	honest = []string{
		"81 05", "01 00", "80 7d", "88 02", "8a 7d", "82 7e 00 7e", "82 7e ff ff",
		"82 7f 00 00 00 00 00 01 00 00", "82 7f 7f ff ff ff ff ff ff ff",
	}
	rsv         = []string{"c1 05", "a1 05", "91 05", "c9 00"}
	opcode      = []string{"83 05", "87 05", "8b 00", "8f 00"}
	fragments   = []string{"08 02", "09 00", "0a 00"}
	longControl = []string{"88 7e 00 7e", "89 7f 00 00 00 00 00 01 00 00"}
	shortest    = []string{
		"81 7e 00 05", "81 7e 00 7d",
		"82 7f 00 00 00 00 00 00 00 7e", "82 7f 00 00 00 00 00 00 ff ff",
	}
	topBit = []string{"82 7f 80 00 00 00 00 00 00 00", "82 7f ff ff ff ff ff ff ff ff"}
	http   = []string{"48 54", "47 45"}
)

// A program judges a header.
type program struct {
	name  string
	judge func(b []byte) error
}

func TestRules(t *testing.T) {
	brokenRSV := program{"BrokenRSV", rules.BrokenRSV}
	brokenLength := program{"BrokenLength", rules.BrokenLength}
	check.Run(t, check.File{Name: "rules.go", Yours: yours, Stub: stub}, slices.Concat(
		// All of one program before the other: they are broken one by one.
		[]check.Case{brokenRSV.oneLine("rsv-one-line"), brokenRSV.fails("rsv-fails", "RSV", rsv)},
		brokenRSV.passes("rsv", "length", "Shortest form", shortest),
		[]check.Case{brokenLength.oneLine("length-one-line"), brokenLength.fails("length-fails", "Shortest form", shortest)},
		brokenLength.passes("length", "rsv", "RSV", rsv),
	)...)
}

// passes wants that the program passes all the other checks. One of them is about
// the rule that the other program breaks.
func (p program) passes(prefix, name, rule string, headers []string) []check.Case {
	return []check.Case{
		p.pass(prefix+"-honest", "Honest headers", "", honest, false),
		p.pass(prefix+"-"+name, rule, "RFC 6455 §5.2", headers, true),
		p.pass(prefix+"-opcode", "Reserved opcodes", "RFC 6455 §5.2", opcode, true),
		p.pass(prefix+"-fragments", "Control frames with FIN 0", "RFC 6455 §5.5", fragments, true),
		p.pass(prefix+"-long-control", "Control frames of more than 125 bytes", "RFC 6455 §5.5", longControl, true),
		p.pass(prefix+"-top-bit", "Top bit of the length", "RFC 6455 §5.2", topBit, true),
		p.pass(prefix+"-http", "Plain HTTP, which breaks two rules", "RFC 6455 §5.2", http, true),
	}
}

// oneLine wants that one line of the program is not as it was shipped.
func (p program) oneLine(name string) check.Case {
	return check.Case{
		Name: name,
		Says: fmt.Sprintf("One line of %s is changed. None is added, and none taken away.", p.name),
		Run: func(t *check.T) {
			mine, shipped := p.lines(yours), p.lines(stub)
			if len(mine) != len(shipped) {
				t.Wrong(fmt.Sprintf("%s has %d lines", p.name, len(mine)), fmt.Sprintf("%d lines, as shipped, one of them changed", len(shipped)))
			}
			changed := 0
			for i := range mine {
				if mine[i] != shipped[i] {
					changed++
				}
			}
			if changed != 1 {
				t.Wrong(fmt.Sprintf("%d lines of %s are changed", changed, p.name), "1 line")
			}
		},
	}
}

// lines returns the lines of the program, from a file that holds it.
func (p program) lines(file string) []string {
	_, file, _ = strings.Cut(strings.ReplaceAll(file, "\r\n", "\n"), "func "+p.name+"(")
	text, _, _ := strings.Cut(file, "\n}\n")
	return strings.Split(text, "\n")
}

// fails wants that the program lets something pass that breaks the rule.
func (p program) fails(name, rule string, wrong []string) check.Case {
	return check.Case{
		Name: name, Section: "RFC 6455 §5.2",
		Says: fmt.Sprintf("%s: %s returns nil for at least one of %s.", rule, p.name, list(wrong)),
		Run: func(t *check.T) {
			t.Call("%s of each of these %d headers", p.name, len(wrong))
			for _, header := range wrong {
				if p.judge(frametest.Unhex(t, header)) == nil {
					return
				}
			}
			t.Wrong("an error for each: the rule still holds", "nil for at least one")
		},
	}
}

// pass wants that the program refuses all the headers, or none.
func (p program) pass(name, about, section string, headers []string, refused bool) check.Case {
	what := "nil"
	if refused {
		what = "an error"
	}
	return check.Case{
		Name: name, Section: section,
		Says: fmt.Sprintf("%s: %s returns %s for each of %s.", about, p.name, what, list(headers)),
		Run: func(t *check.T) {
			for _, header := range headers {
				t.Call("%s of %s", p.name, header)
				switch err := p.judge(frametest.Unhex(t, header)); {
				case err == nil && refused:
					t.Wrong("nil", "an error, as shipped")
				case err != nil && !refused:
					t.Wrong(fmt.Sprintf("an error for %s: %v", header, err), "nil, as shipped")
				}
			}
		},
	}
}

func list(headers []string) string {
	last := len(headers) - 1
	return strings.Join(headers[:last], ", ") + " and " + headers[last]
}
