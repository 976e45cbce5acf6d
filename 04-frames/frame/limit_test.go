package frame_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

// A limit is exact, counts what the message had before, and is decided as soon
// as the length is there: long before a key, and without a byte of payload.
func TestLimitIsExact(t *testing.T) {
	for _, l := range lengths {
		if l.length == 0 {
			continue
		}
		h := frame.Header{Opcode: frame.Binary, Masked: true, Key: key, Length: l.length}
		wire := h.Append(nil)
		lengthEnds := len(wire) - 4
		limits := []frame.Rules{{Limit: int64(l.length)}}
		if l.length < math.MaxInt64-1000 {
			limits = append(limits, frame.Rules{Limit: int64(l.length) + 1000, Had: 1000})
		}
		for _, rules := range limits {
			t.Run(fmt.Sprintf("%d after %d", l.length, rules.Had), func(t *testing.T) {
				over := rules
				over.Limit--
				for n := range len(wire) + 1 {
					if _, _, err := frame.Check(wire[:n:n], rules); err != nil {
						t.Fatalf("limit %d, %d bytes of header: %v", rules.Limit, n, err)
					}
					_, _, err := frame.Check(wire[:n:n], over)
					if n < lengthEnds {
						if err != nil {
							t.Fatalf("limit %d, only %d bytes of header: %v", over.Limit, n, err)
						}
						continue
					}
					var broken *frame.Error
					if !errors.As(err, &broken) || broken.Code != frame.MessageTooBig || broken.Broken[0].Section != "10.4" {
						t.Fatalf("limit %d, %d bytes of header: error %v, want 1009 (RFC 6455 §10.4)", over.Limit, n, err)
					}
				}
			})
		}
	}
}

func TestLimitAtItsEnds(t *testing.T) {
	for _, c := range []struct {
		name   string
		header frame.Header
		rules  frame.Rules
		want   string // in the error; "" is none
	}{
		{"no limit", frame.Header{Opcode: frame.Binary, Length: math.MaxInt64}, frame.Rules{Limit: -1}, ""},
		{"no limit, much before", frame.Header{Length: math.MaxInt64}, frame.Rules{Limit: -7, Had: math.MaxInt64}, ""},
		{"zero rules, empty frame", frame.Header{Opcode: frame.Text}, frame.Rules{}, ""},
		{"zero rules, one byte", frame.Header{Opcode: frame.Text, Length: 1}, frame.Rules{}, "1 bytes or more, at most 0"},
		{"empty continuation at the limit", frame.Header{}, frame.Rules{Limit: 10, Had: 10}, ""},
		{"one byte at the limit", frame.Header{Length: 1}, frame.Rules{Limit: 10, Had: 10}, "11 bytes or more, at most 10"},
		{"a sum of more than 63 bits", frame.Header{Length: math.MaxInt64}, frame.Rules{Limit: math.MaxInt64, Had: math.MaxInt64}, "18446744073709551614"},
		{"a limit of all that 63 bits hold", frame.Header{Length: math.MaxInt64}, frame.Rules{Limit: math.MaxInt64}, ""},
		{"control frames do not count", frame.Header{Fin: true, Opcode: frame.Ping, Length: 125}, frame.Rules{Limit: 10, Had: 10}, ""},
	} {
		_, _, err := frame.Check(c.header.Append(nil), c.rules)
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want one that says %q (RFC 6455 §10.4)", c.name, err, c.want)
		}
	}
}

// A length that breaks a rule of its form is a protocol error, however small
// the limit.
func TestFormIsJudgedBeforeLimit(t *testing.T) {
	for _, wire := range []string{"82 7e 00 05", "82 7f 00 00 00 00 00 00 ff ff", "82 7f 80 00 00 00 00 00 00 00"} {
		_, _, err := frame.Check(frametest.Unhex(t, wire), frame.Rules{})
		var broken *frame.Error
		if !errors.As(err, &broken) || broken.Code != frame.ProtocolError {
			t.Errorf("%s: error %v, want 1002 (RFC 6455 §5.2)", wire, err)
		}
	}
}
