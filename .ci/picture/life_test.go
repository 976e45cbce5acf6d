package picture

import (
	"slices"
	"strings"
	"testing"
)

// The words beside the picture are fixed; the run has to be what they say.
func TestLifeIsWhatItsWordsSay(t *testing.T) {
	events, err := session(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, e := range events {
		order = append(order, string(e.from)+" "+e.what)
	}
	want := []string{
		"client GET / HTTP/1.1", "server HTTP/1.1 101 Switching Protocols",
		`client text "Hello" FIN 1`, `server text "Hel" FIN 0`,
		`server ping "still there?"`, `client pong "still there?"`,
		`server continuation "lo" FIN 0`, `server continuation "" FIN 1`,
		`client close 1000 "bye"`, `server close 1000 "bye"`,
		"server TCP: finished (FIN)", "client TCP: closed (FIN)", "server TCP: closed",
	}
	if !slices.Equal(order, want) {
		t.Errorf("the run was\n%s\nwant\n%s", strings.Join(order, "\n"), strings.Join(want, "\n"))
	}
	for _, end := range []colour{client, server} {
		got := slices.Compact(states(events, end))
		if want := []string{"CONNECTING", "OPEN", "CLOSING", "CLOSED"}; !slices.Equal(got, want) {
			t.Errorf("the %s goes through %q, want %q", end, got, want)
		}
	}
	for _, e := range events {
		if want := e.kind == sent && e.from == client; e.masked != want {
			t.Errorf("%s %s: masked %v, want %v (RFC 6455 §5.1)", e.from, e.what, e.masked, want)
		}
	}
}
