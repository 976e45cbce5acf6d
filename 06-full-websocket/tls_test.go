package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/03-http-upgrade/handshake"
)

// pemFiles writes a certificate for this machine and its key, and returns the
// files.
func pemFiles(t *testing.T) (cert, key string) {
	t.Helper()
	pair, err := selfSigned("server.example:443")
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	write := func(kind string, b []byte) string {
		name := filepath.Join(t.TempDir(), "file.pem")
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	return write("CERTIFICATE", pair.Certificate[0]), write("PRIVATE KEY", der)
}

// The certificate is for the names by which this machine may be reached, and the
// one that was asked for, for a week.
func TestSelfSigned(t *testing.T) {
	for address, want := range map[string][]string{
		"127.0.0.1:0":        nil,
		"server.example:443": {"server.example"},
		"192.0.2.7:443":      {"192.0.2.7"},
		"[2001:db8::7]:443":  {"2001:db8::7"},
		":15000":             nil,
	} {
		pair, err := selfSigned(address)
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(pair.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AddCert(c)
		for _, name := range append(want, "localhost", "127.0.0.1", "::1") {
			if _, err := c.Verify(x509.VerifyOptions{DNSName: name, Roots: roots}); err != nil {
				t.Errorf("-addr %s: %s: %v", address, name, err)
			}
		}
		if c.VerifyHostname("evil.example") == nil {
			t.Errorf("-addr %s: the certificate is for evil.example, too", address)
		}
		if left := time.Until(c.NotAfter); left > 7*24*time.Hour || left < 6*24*time.Hour {
			t.Errorf("-addr %s: good for another %v, want a week", address, left)
		}
	}
}

func TestTalkOverTLS(t *testing.T) {
	cert, key := pemFiles(t)
	_, trials := programtest.Serve(t, "-tls")
	_, known := programtest.Serve(t, "-cert", cert, "-key", key)
	other, _ := pemFiles(t)
	for _, tt := range []struct {
		addr   string
		flags  []string
		status int
		wants  string
	}{
		{known, []string{"-ca", cert}, 0, "open\nHello\nclosed: code 1000"},
		{known, []string{"-insecure"}, 0, "not checked who the server is"},
		{known, nil, 1, "certificate signed by unknown authority"},
		{known, []string{"-ca", other}, 1, "certificate signed by unknown authority"},
		{trials, []string{"-insecure"}, 0, "open\nHello\nclosed: code 1000"},
		{trials, []string{"-ca", cert}, 1, "certificate signed by unknown authority"},
	} {
		out, status := programtest.Run(t, "Hello\n", append([]string{"dial", "wss://" + tt.addr + "/"}, tt.flags...)...)
		if status != tt.status || !strings.Contains(out, tt.wants) {
			t.Errorf("dial %q: exit status %d, want %d and %q:\n%s", tt.flags, status, tt.status, tt.wants, out)
		}
	}
}

// Serve says how it is reached, and shows the fingerprint that dial shows.
func TestServeShowsItsCertificate(t *testing.T) {
	p, addr := programtest.Serve(t, "-tls")
	p.Line("TLS: https://" + addr + "/ and wss://" + addr + "/")
	p.Line("dial wants -insecure")
	sum, _ := strings.CutPrefix(p.Line("SHA-256 "), "SHA-256 ")
	out, _ := programtest.Run(t, "", "dial", "-insecure", "wss://"+addr+"/")
	if len(sum) != 64 || !strings.Contains(out, "SHA-256 "+sum+"\n") {
		t.Errorf("serve shows the fingerprint %q, dial\n%s", sum, out)
	}
	for line := range strings.Lines(p.Output()) {
		if len(line) > 80+len("\n") {
			t.Errorf("a line of %d columns: %s", len(line)-1, line)
		}
	}
}

// The page comes over https, and beyond -max the 503 does, too.
func TestPageOverTLS(t *testing.T) {
	_, addr := programtest.Serve(t, "-tls", "-max", "1")
	get := func() (int, string) {
		conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Error(err)
		}
		return resp.StatusCode, string(body)
	}
	if status, body := get(); status != 200 || !strings.Contains(body, "location.protocol") {
		t.Errorf("status %d, want the page:\n%s", status, body)
	}
	stays := programtest.Start(t, "dial", "-insecure", "wss://"+addr+"/")
	stays.Line("open")
	if status, body := get(); status != 503 {
		t.Errorf("beyond -max: status %d, want 503:\n%s", status, body)
	}
}

// Whoever speaks no TLS to a TLS port is told so, and whoever says nothing at
// all delays nobody.
func TestTLSPortAndThoseWhoSpeakNone(t *testing.T) {
	server, addr := programtest.Serve(t, "-tls")
	programtest.Connect(t, addr) // and says nothing
	half := programtest.Connect(t, addr)
	io.WriteString(half, "\x16\x03\x01\x02\x00\x01") // the beginning of a ClientHello

	out, status := programtest.Run(t, "", "dial", "ws://"+addr+"/")
	if status != 1 || !strings.Contains(out, "has to begin with https:// or wss://") {
		t.Errorf("dial ws://: exit status %d:\n%s", status, out)
	}
	server.Line("no TLS: tls: first record does not look like a TLS handshake")
	for _, sent := range []string{"\x81\x85\x00\x00\x00\x00Hello", strings.Repeat("x", 100_000), "\x16\x03\x01\xff\xff\x01"} {
		conn := programtest.Connect(t, addr)
		io.WriteString(conn, sent)
		conn.CloseWrite()
		if answer, err := io.ReadAll(conn); err != nil {
			t.Errorf("after %.20q: %q, %v; want an end in good order", sent, answer, err)
		}
	}
	out, status = programtest.Run(t, "Hello\n", "dial", "-insecure", "wss://"+addr+"/")
	if status != 0 || !strings.Contains(out, "\nHello\n") {
		t.Errorf("afterwards: exit status %d:\n%s", status, out)
	}
}

// A client that begins TLS and then says nothing is left.
func TestTLSHandshakeIsBounded(t *testing.T) {
	programtest.Silence(t)
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		id := identity{config: new(tls.Config)}
		start := time.Now()
		id.over(func(context.Context, net.Conn) { t.Error("served") })(t.Context(), near)
		if took := time.Since(start); took != tlsWithin {
			t.Errorf("a silent client was kept for %v, want %v", took, tlsWithin)
		}
	})
}

// And the other way round.
func TestPlainPortAndTLS(t *testing.T) {
	server, addr := programtest.Serve(t)
	out, status := programtest.Run(t, "", "dial", "-insecure", "wss://"+addr+"/")
	if status != 1 || !strings.Contains(out, "a plain server wants ws://") {
		t.Errorf("dial wss://: exit status %d:\n%s", status, out)
	}
	server.Line("the client spoke TLS (byte 0x16) on a plain port")
}

func TestBadTLSFlags(t *testing.T) {
	cert, key := pemFiles(t)
	_, otherKey := pemFiles(t)
	for _, tt := range []struct {
		args  []string
		wants string
	}{
		{[]string{"-cert", cert}, "-cert FILE and -key FILE go together"},
		{[]string{"-key", key}, "-cert FILE and -key FILE go together"},
		{[]string{"-tls", "-cert", cert, "-key", key}, "want one of the two"},
		{[]string{"-cert", cert, "-key", otherKey}, "private key does not match"},
		{[]string{"-cert", "no-such-file", "-key", key}, "no-such-file"},
		{[]string{"dial", "-ca", "no-such-file", "wss://a/"}, "no-such-file"},
		{[]string{"dial", "-ca", key, "wss://a/"}, "holds no certificate"},
		{[]string{"dial", "-ca", cert, "-insecure", "wss://a/"}, "want one of the two"},
	} {
		if tt.args[0] != "dial" {
			tt.args = append(tt.args, "-addr", "127.0.0.1:0")
		}
		out, status := programtest.Run(t, "", tt.args...)
		if status != 2 || !strings.Contains(out, tt.wants) || strings.Contains(out, "listening") {
			t.Errorf("%q: exit status %d, want 2 and %q alone:\n%s", tt.args, status, tt.wants, out)
		}
	}
}

// dial goes where the environment sends it.
func TestDialHonoursTheEnvironmentsProxy(t *testing.T) {
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", "http://me:secret@"+proxy.Addr().String())
	t.Setenv("NO_PROXY", "other.example")
	p := programtest.Start(t, "dial", "ws://server.example/")
	conn, err := proxy.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	in := bufio.NewReader(conn)
	asked, err := http.ReadRequest(in)
	if err != nil || asked.Method != "CONNECT" || asked.Host != "server.example:80" || asked.Header.Get("Proxy-Authorization") != "Basic bWU6c2VjcmV0" {
		t.Fatalf("the proxy is asked %+v, %v", asked, err)
	}
	io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	inside, err := http.ReadRequest(in)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := handshake.Judge(handshake.FromHTTP(inside), handshake.Rules{})
	if err != nil {
		t.Fatal(err)
	}
	conn.Write(append(answer.Append(nil), "\x81\x05Hello\x88\x00"...))
	conn.(*net.TCPConn).CloseWrite()
	p.Line("open")
	p.Line("Hello")
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d:\n%s", status, p.Output())
	}
}
