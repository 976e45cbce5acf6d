//go:build unix

package cost

import (
	"syscall"
	"time"
)

// cpuTime is what this process has used: its own code's and the system's for it.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
