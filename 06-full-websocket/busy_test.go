package main

import (
	"bufio"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// Clients that are in the middle of a conversation hear the server's goodbye,
// and theirs is heard: nobody is cut off.
func TestCtrlCSaysGoodbyeToBusyClients(t *testing.T) {
	server, addr := programtest.Serve(t)
	var busy, all sync.WaitGroup
	for range 30 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := handshake.Connect(conn, handshake.Offer{Target: &handshake.Target{Host: addr, RequestTarget: "/"}}); err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		goodbye, told := make(chan bool), make(chan bool)
		echoes := make(chan bool, 64) // that are still to come
		go func() {
			defer close(told)
			for {
				select {
				case <-goodbye:
					io.WriteString(conn, "\x88\x82\x00\x00\x00\x00\x03\xe9")
					return
				case echoes <- true:
					io.WriteString(conn, "\x82\x85\x00\x00\x00\x00Hello")
				}
			}
		}()
		busy.Add(1)
		all.Go(func() {
			in := bufio.NewReader(conn)
			h, _, err := frame.Read(in, frame.Rules{Limit: 5})
			busy.Done()
			for err == nil && h.Opcode != frame.Close {
				<-echoes
				h, _, err = frame.Read(in, frame.Rules{Limit: 5})
			}
			if err != nil {
				t.Errorf("before any goodbye: %v", err)
			}
			close(goodbye)
			<-told
			if more, err := io.ReadAll(in); len(more) > 0 || err != nil {
				t.Errorf("after the goodbyes: % x, %v; want the end", more, err)
			}
		})
	}
	busy.Wait()
	server.Interrupt()
	all.Wait()
	if status := server.Wait(); status != 0 {
		t.Errorf("exit status %d, want 0", status)
	}
}
