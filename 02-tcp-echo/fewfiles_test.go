//go:build linux || darwin

package main

import (
	"example/websocket/01-raw-socket/program/programtest"
	"net"
	"os"
	"strconv"
	"syscall"
	"testing"
)

// fewFiles is the environment variable that makes the program run with a limit on
// its file descriptors.
const fewFiles = "EXAMPLE_WEBSOCKET_FILES"

// limited is main, under the limit if there is one.
func limited() {
	if n, err := strconv.ParseUint(os.Getenv(fewFiles), 10, 32); err == nil {
		var limit syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
			panic(err)
		}
		limit.Cur = n
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
			panic(err)
		}
	}
	main()
}

// M23: the real thing, no file descriptor left. Who is connected is served,
// who waits is served when a place is free.
func TestServerOutlivesAWantOfFileDescriptors(t *testing.T) {
	t.Setenv(fewFiles, "32")
	p, addr := programtest.Serve(t)
	var conns []*net.TCPConn
	for range 40 {
		conns = append(conns, programtest.Connect(t, addr)) // the kernel queues them
	}
	p.Line("accept failed, trying again")
	checkEcho(t, conns[0], "Hello")
	for _, conn := range conns[:39] {
		conn.Close()
	}
	checkEcho(t, conns[39], "Hello at last")
}
