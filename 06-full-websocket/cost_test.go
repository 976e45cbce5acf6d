package main

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"example/websocket/01-raw-socket/program/programtest"
)

func TestCostPrintsItsTables(t *testing.T) {
	out, status := programtest.Run(t, "", "cost", "-time", "1ms")
	if status != 0 {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	for _, row := range []string{
		`5 +WebSocket +11 +7 +\d+`,
		`125 +raw TCP +125 +125 +\d+`,
		`4096 +WebSocket +4104 +4100 +\d+`,
		`4096 +HTTP, a new one each +4\d\d\d +4\d\d\d`,
		`long polling +1 +10 +\d+ +\d+  the server, when asked`,
		`Server-Sent Events +1 +1 +\d+ +\d+  the server`,
		`WebSocket +1 +1 +\d+ +\d+  both, at any time`,
	} {
		if !regexp.MustCompile(`(?m)^` + row).MatchString(out) {
			t.Errorf("no row like %q in:\n%s", row, out)
		}
	}
	for line := range strings.Lines(out) {
		if n := utf8.RuneCountInString(line); n > 81 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if strings.Contains(out, "\r") {
		t.Errorf("a progress bar, and nobody looks:\n%q", out)
	}
}
