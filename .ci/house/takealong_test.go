package house

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// What the engine's README says to copy is enough: it builds in another module,
// with the service that stands there, and that works.
func TestThePackageCanBeTakenAlong(t *testing.T) {
	_, text, ok := strings.Cut(read(t, "06-full-websocket/websocket/README.md"), "\n## Take it along\n")
	if !ok {
		t.Fatal("no such section")
	}
	yours := t.TempDir()
	commands := fenced(t, text, "sh")
	if !strings.Contains(commands, "to=../yours/internal\n") {
		t.Fatal("the commands do not say where to")
	}
	run(t, "bash", "-euc", strings.Replace(commands, "to=../yours/internal\n", "to='"+yours+"/internal'\n", 1))
	for name, text := range map[string]string{"go.mod": "module yours\n\ngo 1.25\n", "main.go": fenced(t, text, "go")} {
		if err := os.WriteFile(filepath.Join(yours, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(yours, "internal", "LICENSE")); err != nil {
		t.Error(err)
	}
	certificate := strings.TrimSpace(string(run(t, "go", "env", "GOROOT"))) + "/src/crypto/tls/generate_cert.go"
	for _, args := range [][]string{{"build", "-o", filepath.Join(yours, "service"), "."}, {"vet", "./..."}, {"run", certificate, "-host", "localhost"}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = yours
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "GOPROXY=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	talkToTheService(t, yours)
}

// talkToTheService does what a client, a stranger and a deploy do.
func talkToTheService(t *testing.T, dir string) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	service := exec.CommandContext(ctx, "./service", "-addr", "127.0.0.1:0")
	service.Dir = dir
	said, err := service.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	defer service.Process.Kill()
	line, err := bufio.NewReader(said).ReadString('\n')
	_, addr, ok := strings.Cut(strings.TrimSpace(line), "listening on ")
	if !ok {
		t.Fatalf("the service says %q, %v; want its address", line, err)
	}
	go io.Copy(io.Discard, said)
	dial := func(query string) (*websocket.Conn, error) {
		return websocket.Dial(ctx, "wss://"+addr+"/ws"+query, &websocket.Options{TLS: &tls.Config{InsecureSkipVerify: true}})
	}
	var refused *handshake.Failure
	if _, err := dial(""); !errors.As(err, &refused) || refused.Response == nil || refused.Response.Status != 401 {
		t.Errorf("somebody without a name: %v, want a refusal with 401", err)
	}
	var clients []*websocket.Conn
	for range 2 {
		c, err := dial("?name=Ann")
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		clients = append(clients, c)
		c.SetReadDeadline(time.Now().Add(time.Minute))
		// Its own words come back as soon as it is in the room.
		hear(t, c, "here I am")
	}
	clients[1].WriteMessage(websocket.Text, []byte("Hello"))
	for p := []byte(nil); string(p) != "Hello"; { // behind the other's first words
		if _, p, err = clients[0].ReadMessage(nil); err != nil {
			t.Fatalf("waiting for the other's Hello: %v", err)
		}
	}
	service.Process.Signal(syscall.SIGTERM)
	for _, c := range clients {
		var err error
		for err == nil {
			_, _, err = c.ReadMessage(nil)
		}
		if websocket.CloseStatus(err) != 1001 {
			t.Errorf("after SIGTERM a client ends with %v, want 1001", err)
		}
	}
	if err := service.Wait(); err != nil {
		t.Errorf("the service ends with %v", err)
	}
}

func hear(t *testing.T, c *websocket.Conn, words string) {
	t.Helper()
	if err := c.WriteMessage(websocket.Text, []byte(words)); err != nil {
		t.Fatal(err)
	}
	if _, p, err := c.ReadMessage(nil); err != nil || string(p) != words {
		t.Fatalf("heard %q, %v; want %q", p, err, words)
	}
}

// fenced returns the first block of a language.
func fenced(t *testing.T, text, language string) string {
	t.Helper()
	_, block, _ := strings.Cut(text, "\n```"+language+"\n")
	block, _, ok := strings.Cut(block, "\n```\n")
	if !ok {
		t.Fatalf("no block of %s", language)
	}
	return block + "\n"
}
