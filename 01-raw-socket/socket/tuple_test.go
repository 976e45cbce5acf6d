package socket

import (
	"net"
	"testing"
)

// Claim C1.
func TestBothEndsSeeTheSameTupleMirrored(t *testing.T) {
	client, server := connect(t, listen(t))
	c, s := TupleOf(client), TupleOf(server)
	if c.Mirror() != s {
		t.Errorf("client's tuple mirrored is %v, the server sees %v", c.Mirror(), s)
	}
	if c == s {
		t.Errorf("both ends see %v: local and remote must change places", c)
	}
	if c.Local != client.LocalAddr().String() || c.Remote != client.RemoteAddr().String() {
		t.Errorf("client's tuple is %v, want local %v, remote %v", c, client.LocalAddr(), client.RemoteAddr())
	}
}

// RFC 9293 §3.4: the pair of pairs names the connection, the port alone does
// not.
func TestClientsOfOnePortHaveDistinctTuples(t *testing.T) {
	l := listen(t)
	seen := make(map[Tuple]bool)
	for range 3 {
		_, server := connect(t, l)
		tuple := TupleOf(server)
		if seen[tuple] {
			t.Errorf("two open connections are both %v", tuple)
		}
		seen[tuple] = true
		if tuple.Local != l.Addr().String() {
			t.Errorf("an accepted connection is local %s, want the listener's own %s", tuple.Local, l.Addr())
		}
	}
}

func TestTupleReadsAsOneLine(t *testing.T) {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	for _, test := range []struct {
		tuple Tuple
		want  string
	}{
		{Tuple{"127.0.0.1:15000", "127.0.0.1:40000"}, "local 127.0.0.1:15000, remote 127.0.0.1:40000"},
		{TupleOf(a), "local pipe, remote pipe"},
	} {
		if got := test.tuple.String(); got != test.want {
			t.Errorf("String() = %q, want %q", got, test.want)
		}
	}
}
