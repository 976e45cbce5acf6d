package handshake_test

import (
	"reflect"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

func TestParseExtensions(t *testing.T) {
	type ext = handshake.Extension
	type params = []handshake.Param
	one := []ext{{Name: "a"}}
	for _, test := range []struct {
		lines []string
		want  []ext
	}{
		{[]string{"a"}, one},
		{[]string{" \ta\t "}, one},
		{[]string{",,a, ,"}, one},
		{[]string{"", "a", ","}, one},
		{[]string{"a, b", "c"}, []ext{{Name: "a"}, {Name: "b"}, {Name: "c"}}},
		{[]string{"a,a"}, []ext{{Name: "a"}, {Name: "a"}}}, // two offers of one
		{[]string{"a;b"}, []ext{{"a", params{{"b", ""}}}}},
		{[]string{"a;b=c"}, []ext{{"a", params{{"b", "c"}}}}},
		{[]string{"a ; b = c ; d"}, []ext{{"a", params{{"b", "c"}, {"d", ""}}}}},
		{[]string{`a;b="c"`}, []ext{{"a", params{{"b", "c"}}}}},
		{[]string{`a; b = "c" , d`}, []ext{{"a", params{{"b", "c"}}}, {Name: "d"}}},
		{[]string{`a;b="\c\d"`}, []ext{{"a", params{{"b", "cd"}}}}},
		{[]string{"a;b;b=1"}, []ext{{"a", params{{"b", ""}, {"b", "1"}}}}}, // the extension's business
		{[]string{"A;B=C"}, []ext{{"A", params{{"B", "C"}}}}},
		{[]string{"!#$%&'*+-.^_`|~09az"}, []ext{{Name: "!#$%&'*+-.^_`|~09az"}}},
		{[]string{"permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate"}, []ext{
			{"permessage-deflate", params{{"client_max_window_bits", ""}, {"server_max_window_bits", "10"}}},
			{Name: "permessage-deflate"}}},
	} {
		got, err := handshake.ParseExtensions(test.lines)
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q: %+v, %v; want %+v (RFC 6455 §9.1)", test.lines, got, err, test.want)
		}
	}
}

func TestParseExtensionsRefuses(t *testing.T) {
	for _, line := range []string{
		"", " ", ",", ", ,", // no extension
		";", "=", ";a", "=a", "a;", "a; ;b", "a;;b", "a;b;", "a,;b", "a;,b", // names are missing
		"a=b", "a;=b", "a;b=", "a;b=;c", "a;b==c", "a;b=c=d", // = is out of place
		"a b", "a;b c", "a;b=c d", "a;b=\"c\"d", "a;b=\"c\"\"d\"", // separators are missing
		`"a"`, `a;"b"`, `a;b="`, `a;b="c`, `a;b="c\"`, `a;b="c\`, `a;b=c"`, `a;b="c"d"`, // quotes
		`a;b=""`, `a;b="c d"`, `a;b="c,d"`, `a;b="\""`, `a;b="=";c`, // unquoted, no token
		"a/b", "a;b=(c)", "a:b", "a@b", "a[b]", "{a}", "a?b", "<a>", `a\b`, // not token characters
		"caf\xc3\xa9", "a;b=\xff", "a\x00", "a\vb", "a\u00a0;b",
	} {
		if got, err := handshake.ParseExtensions([]string{line}); err == nil {
			t.Errorf("%q is taken for %+v; it breaks the grammar of RFC 6455 §9.1", line, got)
		} else {
			oneLine(t, err.Error())
		}
		if strings.Trim(line, ", ") == "" {
			continue
		}
		if got, err := handshake.ParseExtensions([]string{"x-good; y=1", line}); err == nil {
			t.Errorf("%q behind a good line is taken for %+v", line, got)
		}
	}
}
