package main

import (
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
)

func TestMain(m *testing.M) { programtest.Main(m, main) }

func TestPoisonPlaysEveryModeAndEndsInATable(t *testing.T) {
	output, status := programtest.Run(t, "", "poison")
	if status != 0 {
		t.Fatalf("exit status %d, want 0; it printed:\n%s", status, output)
	}
	_, table, _ := strings.Cut(output, "\nmode ")
	rows := strings.Split(table, "\n")
	for i, want := range []struct{ mode, wire, verdict string }{
		{"unmasked", "81 2b 47 45 54 20 2f 6c", "POISONED"},
		{"masked, fresh random key", "81 ab ", "clean"},
		{"masked, all-zero key", "81 ab 00 00 00 00 47 45 54 20", "POISONED"},
		{"constant key", "82 ab 37 fa 21 3d 47 45 54 20", "POISONED"},
		{"one key per connection", " 47 45 54 20 ", "POISONED"},
		{"fresh key, page replays", "82 ab ", "clean"},
	} {
		if i+1 >= len(rows) || !strings.Contains(rows[i+1], want.mode) || !strings.Contains(rows[i+1], want.wire) ||
			!strings.HasSuffix(rows[i+1], want.verdict) {
			t.Fatalf("row %d is not %v; it printed:\n%s", i+1, want, output)
		}
	}
	if !strings.Contains(output, "a response nobody asked for: ignored") {
		t.Errorf("the proxy never ignores a response; it printed:\n%s", output)
	}
}

func TestPoisonTakesNoArguments(t *testing.T) {
	if output, status := programtest.Run(t, "", "poison", "more"); status != 2 {
		t.Errorf("exit status %d, want 2; it printed:\n%s", status, output)
	}
}

func TestCtrlCEndsPoison(t *testing.T) {
	p := programtest.Start(t, "poison")
	p.Line("=== 1.")
	p.Interrupt()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d, want 0; it printed:\n%s", status, p.Output())
	}
}
