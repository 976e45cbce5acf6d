package interop

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"example/websocket/04-frames/dissect"
)

// What everybody has at hand: curl and nc speak to every chapter.

const head = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

const switching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

// Hello, masked as in RFC 6455 §5.7, and an empty Close.
const hello, bye = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", "\x88\x80\x00\x00\x00\x00"

// tool runs a command to its end with the given input.
func tool(t *testing.T, input, name string, args ...string) (output string, status int) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name, map[string]string{"nc": "apt-get install netcat-openbsd", "curl": "apt-get install curl"}[name])
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &out, &complaint
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v\n%s", name, err, &complaint)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

func TestNetcatSpeaksToEveryChapter(t *testing.T) {
	for _, tt := range []struct{ chapter, input, wants string }{
		{"01-raw-socket", "Hello", "; this is "},
		{"02-tcp-echo", "Hello", "Hello"},
		{"03-http-upgrade", head, switching + "Hello\n"},
		{"04-frames", head + hello + bye, switching + "\x81\x05Hello\x81\x07Grüße\x81\x7e\x00\x7e126 "},
		{"05-masking", head + hello + bye, switching + "\x81\x05Hello\x88\x02\x03\xe8"},
		{"06-full-websocket", head + hello + bye, switching + "\x81\x05Hello\x88\x00"},
	} {
		t.Run(tt.chapter, func(t *testing.T) {
			p, addr := start(t, tt.chapter)
			host, port, _ := strings.Cut(addr, ":")
			out, status := tool(t, tt.input, "nc", "-N", host, port)
			if status != 0 || !strings.Contains(out, tt.wants) {
				t.Errorf("nc: exit status %d, %q, want %q\n%s\nthe server:\n%s", status, out, tt.wants,
					dissect.Frames([]byte(strings.TrimPrefix(out, switching))), p.Output())
			}
		})
	}
}

// curl waits for more after the 101, as it should: its time runs out (28).
func TestCurlShakesHands(t *testing.T) {
	for _, chapter := range chapters[2:] {
		t.Run(chapter, func(t *testing.T) {
			_, addr := start(t, chapter)
			out, status := tool(t, "", "curl", "-s", "-i", "-N", "--http1.1", "--max-time", "1",
				"-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13",
				"-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "http://"+addr+"/")
			if status != 28 || !strings.HasPrefix(out, switching) {
				t.Errorf("curl: exit status %d, %q, want 28 and a 101", status, out)
			}
			page, status := tool(t, "", "curl", "-s", "-f", "http://"+addr+"/")
			if status != 0 || !strings.Contains(page, "new WebSocket(") {
				t.Errorf("curl: exit status %d, %.100q, want the page", status, page)
			}
			refused, _ := tool(t, "", "curl", "-s", "-i", "-H", "Upgrade: websocket", "-H", "Connection: Upgrade",
				"-H", "Sec-WebSocket-Version: 8", "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "http://"+addr+"/")
			if !strings.HasPrefix(refused, "HTTP/1.1 426 ") || !strings.Contains(refused, "\r\nSec-WebSocket-Version: 13\r\n") {
				t.Errorf("curl with version 8: %q, want 426 and the version", refused)
			}
		})
	}
}
