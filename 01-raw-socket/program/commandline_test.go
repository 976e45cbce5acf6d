package program

import (
	"net"
	"slices"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
)

// What somebody typed and cannot have meant is one line and exit status 2.
func TestMistypedCommandLineIsOneLineAndStatus2(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"sevre", `"sevre" is not a verb of this chapter: serve, dial, say, fail (-h explains them)`},
		{"-loud", `serve: flag provided but not defined: -loud (-h lists the flags)`},
		{"serve -x", `serve: flag provided but not defined: -x (-h lists the flags)`},
		{"serve now", `serve: "now" is one argument too many (-h shows an example)`},
		{"-buf 0", `-buf: want a whole number from 1 to 1048576`},
		{"-buf -1", `-buf: want a whole number from 1 to 1048576`},
		{"-buf x", `-buf: want a whole number from 1 to 1048576`},
		{"-buf 4k", `-buf: want a whole number from 1 to 1048576`},
		{"-buf 1.5", `-buf: want a whole number from 1 to 1048576`},
		{"-buf 0x10", `-buf: want a whole number from 1 to 1048576`},
		{"-buf 99999999999999999999", `-buf: want a whole number from 1 to 1048576`},
		{"-buf", `flag needs an argument: -buf`},
		{"-addr", `flag needs an argument: -addr`},
		{"-addr 127.0.0.1", `missing port in address; want HOST:PORT, such as 127.0.0.1:15000`},
		{"-addr 127.0.0.1:99999", `want HOST:PORT, such as 127.0.0.1:15000`},
		{"-addr 127.0.0.1:-1", `want HOST:PORT, such as 127.0.0.1:15000`},
		{"-addr 127.0.0.1:a:b", `want HOST:PORT, such as 127.0.0.1:15000`},
		{"-addr 192.0.2.1:0", `want HOST:PORT, such as 127.0.0.1:15000`}, // RFC 5737: nobody's address
		{"dial", `dial needs HOST:PORT, for example: go run ./sample dial 127.0.0.1:15000`},
		{"dial 127.0.0.1", `missing port in address; want HOST:PORT, such as 127.0.0.1:15000`},
		{"dial 127.0.0.1:1 127.0.0.1:2", `dial: "127.0.0.1:2" is one argument too many`},
		{"dial -dribble=soon 127.0.0.1:1", `-dribble: want a duration, such as 50ms`},
		{"dial -dribble=-1s 127.0.0.1:1", `-dribble: want a duration, such as 50ms`},
		{"say", `say needs WORD…, for example: go run ./sample say Hello`},
	} {
		t.Run(test.line, func(t *testing.T) {
			output, status := programtest.Run(t, "", strings.Fields(test.line)...)
			if status != 2 {
				t.Errorf("exit status %d, want 2", status)
			}
			oneLine(t, output, test.want)
		})
	}
}

func TestFailureIsOneLineAndStatus1(t *testing.T) {
	output, status := programtest.Run(t, "", "fail")
	if status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	oneLine(t, output, "it went wrong")
}

func TestPortInUseNamesTheWayOut(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	output, status := programtest.Run(t, "", "-addr", l.Addr().String())
	if status != 1 {
		t.Errorf("exit status %d, want 1: the address was well meant", status)
	}
	want := "sample: " + l.Addr().String() + " is in use: another chapter may still be running: stop it, or use -addr 127.0.0.1:0\n"
	if output != want {
		t.Errorf("printed %q, want %q", output, want)
	}
}

func TestHelpShowsEachVerbWithOneExample(t *testing.T) {
	for _, line := range []string{"-h", "-help", "--help", "help"} {
		output, status := programtest.Run(t, "", line)
		if status != 0 {
			t.Errorf("%s: exit status %d, want 0", line, status)
		}
		for _, want := range []string{
			"sample: a program for the tests\n",
			"\nserve\n", "\ndial HOST:PORT\n", "\nsay WORD…\n", "\nfail\n",
			"    -addr HOST:PORT    listen on HOST:PORT; 0 is any port\n                       (default 127.0.0.1:15000)\n",
			"    -buf N             read at most N bytes at a time (default 4096)\n",
			"    example: go run ./sample serve -addr 127.0.0.1:0\n",
			"    example: go run ./sample dial 127.0.0.1:15000\n",
		} {
			if !strings.Contains(output, want) {
				t.Errorf("%s: no %q in:\n%s", line, want, output)
			}
		}
		if n := strings.Count(output, "example: go run ./sample "); n != 4 {
			t.Errorf("%s: %d examples for 4 verbs:\n%s", line, n, output)
		}
	}
}

func TestHelpOfOneVerbIsAboutItAlone(t *testing.T) {
	for _, line := range []string{"say -h", "say Hello -h", "say -loud --help"} {
		output, status := programtest.Run(t, "", strings.Fields(line)...)
		if status != 0 {
			t.Errorf("%s: exit status %d, want 0", line, status)
		}
		if !strings.HasPrefix(output, "say WORD…\n") || strings.Contains(output, "serve") {
			t.Errorf("%s: want the help of say alone:\n%s", line, output)
		}
	}
}

func TestFlagsStandBeforeBetweenAndAfterOperands(t *testing.T) {
	for _, line := range []string{
		"-n 7 -loud one two", "one -n 7 -loud two", "one two -n=7 --loud", "-n=7 one -loud two", "-loud one two -n 7",
	} {
		var n int
		var loud bool
		v := New("sample", "").Verb("say", "WORD…", "", "", nil)
		v.Count(&n, "n", 1, 1<<20, "")
		v.BoolVar(&loud, "loud", false, "")
		operands, err := v.parse(strings.Fields(line))
		if err != nil || !slices.Equal(operands, []string{"one", "two"}) || n != 7 || !loud {
			t.Errorf("say %s: operands %q, n %d, loud %t, %v; want one and two, 7, true", line, operands, n, loud, err)
		}
	}
}

// A command of the user's own keeps its flags.
func TestBehindTwoDashesAllIsOperands(t *testing.T) {
	for line, want := range map[string]string{
		"-n 7 -- python3 -u my_server.py -n 8 -- -h": "python3 -u my_server.py -n 8 -- -h",
		"one -n 7 -- -loud":                          "one -loud",
		"-n 7 -- --":                                 "--",
		"-n 7 --":                                    "",
	} {
		var n int
		v := New("sample", "").Verb("run", "[COMMAND…]", "", "", nil)
		v.Count(&n, "n", 1, 1<<20, "")
		operands, err := v.parse(strings.Fields(line))
		if got := strings.Join(operands, " "); err != nil || got != want || n != 7 {
			t.Errorf("run %s: operands %q, n %d, %v; want %q, 7", line, got, n, err, want)
		}
	}
}

func TestOperandsAreCounted(t *testing.T) {
	for _, test := range []struct {
		args, line string
		ok         bool
	}{
		{"", "", true}, {"", "one", false},
		{"URL", "", false}, {"URL", "one", true}, {"URL", "one two", false},
		{"HEX…", "", false}, {"HEX…", "one", true}, {"HEX…", "one two three", true},
		{"[URL]", "", true}, {"[URL]", "one", true}, {"[URL]", "one two", false}, {"A [B]", "", false}, {"A [B]", "one", true},
		{"CODE REASON…", "one", false}, {"CODE REASON…", "one two three", true},
		{"[NAME…]", "", true}, {"[NAME…]", "one", true}, {"[NAME…]", "one two three", true},
	} {
		_, err := New("sample", "").Verb("v", test.args, "", "", nil).parse(strings.Fields(test.line))
		if (err == nil) != test.ok || (err != nil && !isUsage(err)) {
			t.Errorf("arguments %q, typed %q: %v; accepted should be %t", test.args, test.line, err, test.ok)
		}
	}
}

// A command of somebody else's keeps its own flags.
func TestWhatStandsBehindTwoDashesIsOperands(t *testing.T) {
	var loud bool
	v := New("sample", "").Verb("run", "[COMMAND…]", "", "", nil)
	v.BoolVar(&loud, "loud", false, "")
	operands, err := v.parse(strings.Fields("-loud one -- two -u -loud=no -- three"))
	if want := strings.Fields("one two -u -loud=no -- three"); err != nil || !slices.Equal(operands, want) || !loud {
		t.Errorf("operands %q, loud %t, %v; want %q, true", operands, loud, err, want)
	}
}

func TestTheVerbThatStandsInForNone(t *testing.T) {
	p := New("sample", "")
	say := p.Verb("say", "[WORD…]", "", "", nil)
	say.Bool("loud", false, "")
	p.Verb("end", "", "", "", nil)
	for _, line := range []string{"", "Hello", "-loud", "Hello -loud"} {
		if v, _, err := p.find(strings.Fields(line)); !isUsage(err) {
			t.Errorf("%q, where nothing stands in: %v, %v; want a usage error", line, v, err)
		}
	}
	p.Otherwise(say)
	for _, test := range []struct {
		line, verb string
		args       string
	}{
		{"", "say", ""}, {"Hello", "say", "Hello"}, {"-loud Hello", "say", "-loud Hello"},
		{"say Hello", "say", "Hello"}, {"end", "end", ""}, {"Hello end", "say", "Hello end"},
	} {
		v, args, err := p.find(strings.Fields(test.line))
		if err != nil || v.Name() != test.verb || !slices.Equal(args, strings.Fields(test.args)) {
			t.Errorf("%q: %q, %v; want %s %s", test.line, args, err, test.verb, test.args)
		}
	}
}

// oneLine checks that output is one line, of this program, with want in it.
func oneLine(t *testing.T, output, want string) {
	t.Helper()
	if !strings.HasPrefix(output, "sample: ") || strings.Count(output, "\n") != 1 || !strings.HasSuffix(output, "\n") {
		t.Errorf("printed %q, want one line that begins with the program's name", output)
	}
	if !strings.Contains(output, want) {
		t.Errorf("printed %q, want in it %q", output, want)
	}
}
