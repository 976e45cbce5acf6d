package grade

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// python is the first interpreter that has the library websockets. Debian's own
// has it, from python3-websockets; another may stand before it in PATH.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import websockets").Run() == nil {
			return name
		}
	}
	missing(t, "Python's websockets", "apt-get install python3-websockets")
	return ""
}

// node is Node, if it finds the library ws.
func node(t *testing.T) string {
	t.Helper()
	if exec.Command("node", "-e", `require("ws")`).Run() != nil {
		missing(t, "Node's ws", "npm install ws, and NODE_PATH set to its node_modules")
	}
	return "node"
}

// missing skips a test for want of a peer, or fails it under REQUIRE_PEERS=1.
func missing(t *testing.T, peer, install string) {
	t.Helper()
	if os.Getenv("REQUIRE_PEERS") == "1" {
		t.Fatalf("%s is not installed, and REQUIRE_PEERS=1 is set: %s", peer, install)
	}
	t.Skipf("%s is not installed: %s", peer, install)
}

// What real servers get: of clients, frames and masks all is well, or better could
// be had; with the handshake each is liberal in a way that the grade names.
func TestRealServers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		interpreter func(*testing.T) string
		script      string
	}{
		{"Python websockets", python, "server.py"},
		{"Node ws", node, "server.js"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			command := []string{tt.interpreter(t), filepath.Join("testdata", tt.script), "{port}"}
			printed, s, _ := graded(t, options{patience: 2 * time.Second, cases: few(), upTo: atLast}, command)
			p, _ := s.next()
			if got := verdicts(s); !strings.HasPrefix(got, "02 passed, 03 failed, 04 ") || !strings.Contains(got, "05 passed, 06 ") || p.exercise != "03d-the-bouncer" {
				t.Errorf("%s; the next exercise is %q, want 02 and 05 passed, 03 failed, and 03d-the-bouncer\n%s", got, p.exercise, printed)
			}
			mostly(t, s, printed)
		})
	}
}

// And what real clients get.
func TestRealClients(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		interpreter func(*testing.T) string
		script      string
	}{
		{"Python websockets", python, "client.py"},
		{"Node ws", node, "client.js"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			command := []string{tt.interpreter(t), filepath.Join("testdata", tt.script), "{url}"}
			printed, s, _ := graded(t, options{client: true, patience: 2 * time.Second, cases: few(), upTo: atMasks}, command)
			p, _ := s.next()
			if got := verdicts(s); !strings.HasPrefix(got, "03 failed, 04 ") || !strings.HasSuffix(got, "05 passed") || p.exercise != "03f-judge-the-server" {
				t.Errorf("%s; the next exercise is %q, want 03 failed, 05 passed, and 03f-judge-the-server\n%s", got, p.exercise, printed)
			}
			mostly(t, s, printed)
		})
	}
}

// mostly expects that at each stage two cases of three are passed at least, and well: a
// library that many use is no beginner's work.
func mostly(t *testing.T, s *sheet, printed string) {
	t.Helper()
	for _, r := range s.rows {
		if tried, failed := len(r.marks), len(r.problems); tried == 0 || 3*failed > tried {
			t.Errorf("stage %s: %d of %d fail\n%s", stages[r.at].number, failed, tried, printed)
		}
	}
}
