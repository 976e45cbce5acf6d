//go:build unix

package grade

import (
	"os/exec"
	"syscall"
)

// On unix a command and all that it starts are a group: it may be a shell, or
// a runner such as npm, and the server its child.

func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func interrupt(cmd *exec.Cmd) { syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }

func kill(cmd *exec.Cmd) { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
