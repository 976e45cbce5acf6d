//go:build linux && !race

package websocket_test

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// What a silent connection keeps is bounded: the numbers of README.md, and some
// room. One call more on the way to a header can double every stack. The benchmark
// runs in a process of its own, where no other test has left a stack to use.
func TestSilentConnectionsAreSmall(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]float64{"TCP": 4200, "anything": 6400} {
		out, err := exec.CommandContext(t.Context(), self, "-test.run=^$", "-test.bench=^BenchmarkSilent$/^"+name+"$", "-test.benchtime=1x").CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		m := regexp.MustCompile(`(\d+) B/conn`).FindSubmatch(out)
		if m == nil {
			t.Fatalf("%s: no B/conn in\n%s", name, out)
		}
		if n, _ := strconv.ParseFloat(string(m[1]), 64); n > most {
			t.Errorf("over %s a silent connection keeps %.0f bytes, at most %.0f allowed", name, n, most)
		} else {
			t.Logf("over %s: %.0f bytes", name, n)
		}
	}
}
