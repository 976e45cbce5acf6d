package main

import (
	"example/websocket/01-raw-socket/program/programtest"
	"io"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// dated notes when each read begins.
type dated struct {
	net.Conn
	reads []time.Duration
	start time.Time
}

func (d *dated) Read(p []byte) (int, error) {
	d.reads = append(d.reads, time.Since(d.start))
	return d.Conn.Read(p)
}

func TestPauseComesBeforeEachRead(t *testing.T) {
	programtest.Silence(t)
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		go func() {
			io.WriteString(far, "Hello")
			io.ReadFull(far, make([]byte, len("Hello, pipe; this is pipe\n")))
			io.WriteString(far, "again")
			far.Close()
		}()
		conn := &dated{Conn: near, start: time.Now()}
		v := viewer{buf: 16, pause: time.Second}
		v.handle(t.Context(), conn)
		if want := []time.Duration{1 * time.Second, 2 * time.Second, 3 * time.Second}; !slices.Equal(conn.reads, want) {
			t.Errorf("-pause 1s: reads begin at %v, want %v", conn.reads, want)
		}
	})
}

func TestSilentClientIsLeftAfterAMinute(t *testing.T) {
	programtest.Silence(t)
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		v := viewer{buf: 16}
		start := time.Now()
		v.handle(t.Context(), near)
		if took := time.Since(start); took != idle {
			t.Errorf("a silent client held the server for %v, want %v", took, idle)
		}
	})
}
