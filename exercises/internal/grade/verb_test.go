package grade

import (
	"net"
	"os/exec"
	"strings"
	"testing"
)

// exercises runs the program that has the verb, and returns what it prints and
// its exit status.
func exercises(t *testing.T, args ...string) (output string, status int) {
	t.Helper()
	command := as(t, "exercises", args...)
	cmd := exec.Command(command[0], command[1:]...)
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState.ExitCode()
}

func TestTheExitStatus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{append([]string{"grade", "-stage", "02", "--"}, as(t, "broken-server", "", "{port}")...), 0, "Every stage is passed"},
		{append([]string{"grade", "-stage", "3", "--"}, as(t, "broken-server", "M12 Accept is in hex", "{port}")...), 1, "exercises/03b-accept-key"},
		{[]string{"grade"}, 2, "grade needs a command to start, behind --, or -addr HOST:PORT"},
		{[]string{"grade", "-addr", "127.0.0.1:1", "--", "x"}, 2, "not both"},
		{[]string{"grade", "-client", "-addr", "127.0.0.1:1"}, 2, "-client needs a command"},
		{[]string{"grade", "-stage", "7", "--", "x"}, 2, "want a stage from 02 to 06"},
		{[]string{"grade", "-stage", "01", "--", "x"}, 2, "want a stage from 02 to 06"},
		{[]string{"grade", "-stage", "003", "--", "x"}, 2, "want a stage from 02 to 06"},
		{[]string{"grade", "--", "no-such-command", "-h"}, 1, "no-such-command"},
		{[]string{"grade", "-h"}, 0, "go run ./exercises grade -- python3 my_server.py {port}"},
	} {
		out, status := exercises(t, tt.args...)
		if status != tt.status || !strings.Contains(out, tt.says) {
			t.Errorf("%q: exit status %d, want %d and %q\n%s", tt.args, status, tt.status, tt.says, out)
		}
	}
}

// What -addr names is there already, or there is nobody to grade.
func TestAddrNeedsSomebodyWhoListens(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	if out, status := exercises(t, "grade", "-addr", addr); status != 1 || !strings.Contains(out, "no server to grade") {
		t.Errorf("nobody there: exit status %d\n%s", status, out)
	}
}
