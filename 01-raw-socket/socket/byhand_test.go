//go:build unix

package socket

import (
	"net"
	"regexp"
	"strings"
	"testing"
)

func TestByHandShowsEveryCall(t *testing.T) {
	var out strings.Builder
	if err := ByHand(t.Context(), &out); err != nil {
		t.Fatalf("%v; it printed:\n%s", err, &out)
	}
	rest := out.String()
	for _, want := range []string{
		`socket\(AF_INET, SOCK_STREAM, 0\) += \d+, a file descriptor\n`,
		`bind\(\d+, 127\.0\.0\.1:0\) += ok\n`,
		`listen\(\d+, 128\) += ok`,
		`getsockname\(\d+\) += 127\.0\.0\.1:\d+, the port it picked\n`,
		`by hand +net\.Listen\n`,
		`address +127\.0\.0\.1:\d+ +127\.0\.0\.1:\d+\n`,
		`SO_TYPE \(1 is a stream\) +1 +1\n`,
		`SO_REUSEADDR \(0 is off\) +0 +[1-9]\d*\n`, // net.Listen turns it on
		`accept with nobody there +blocks its thread +EAGAIN at once\n`,
		`client   connected, and nobody has called accept yet\n`,
		`accept\(\d+\) += \d+, a new descriptor`,
		`read\(\d+, buf, 16\) += 5, "Hello"\n`,
	} {
		at := regexp.MustCompile(want).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("no %s, or not in this place:\n%s", want, &out)
		}
		rest = rest[at[1]:]
	}
}

func TestByHandShowsOneConnectionFromBothEnds(t *testing.T) {
	var out strings.Builder
	if err := ByHand(t.Context(), &out); err != nil {
		t.Fatalf("%v; it printed:\n%s", err, &out)
	}
	end := func(name string) Tuple {
		m := regexp.MustCompile(name + ` +local (\S+), remote (\S+)\n`).FindStringSubmatch(out.String())
		if m == nil {
			t.Fatalf("no tuple of the %s:\n%s", name, &out)
		}
		return Tuple{m[1], m[2]}
	}
	client, server := end("client"), end("server")
	if client.Mirror() != server {
		t.Errorf("the client sees %v, the server %v: not mirrored", client, server)
	}
	if !strings.Contains(out.String(), "= "+server.Local+", the port it picked") {
		t.Errorf("the server's address %s is not the one that getsockname gave:\n%s", server.Local, &out)
	}
	conn, err := net.Dial("tcp", server.Local)
	if Explain(err) != "refused" {
		t.Errorf("after ByHand, dialling its listener: %v, want refused: the socket is still open", err)
	}
	if err == nil {
		conn.Close()
	}
}
