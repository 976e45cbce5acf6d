//go:build unix

package main

import (
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
)

func TestSyscallsRunToTheEnd(t *testing.T) {
	output, status := programtest.Run(t, "", "syscalls")
	if status != 0 || !strings.Contains(output, `= 5, "Hello"`) {
		t.Errorf("status %d, want 0 and Hello passed through:\n%s", status, output)
	}
}
