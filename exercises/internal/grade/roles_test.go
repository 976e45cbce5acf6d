package grade

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/conformance/broken"
)

// The test binary is also the programs that are graded: with a role as its
// first argument it runs no tests.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && play(os.Args[1:]) {
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// play plays a role to its end, if there is one of that name.
func play(words []string) bool {
	if words[0] != "leashed" {
		role := roles[words[0]]
		if role != nil {
			role(words[1:])
		}
		return role != nil
	}
	// leashed ADDR ROLE ARGUMENTS
	conn, err := net.Dial("tcp", words[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer conn.Close()
	return play(words[2:])
}

// as is the command that plays a role.
func as(t testing.TB, role string, args ...string) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return append([]string{self, role}, args...)
}

var roles = map[string]func(args []string){
	// broken-server FAULT PORT
	"broken-server": func(args []string) {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		broken.Serve(ctx, mustListen(args[1]), args[0])
	},
	// broken-client FAULT URL
	"broken-client": func(args []string) {
		addr := strings.TrimPrefix(args[1], "ws://")
		broken.Drive(addr, args[0], caseCount(addr))
	},
	// exercises ARGUMENTS is the program that has the verb.
	"exercises": func(args []string) {
		os.Args = append([]string{"exercises"}, args...)
		p := program.New("exercises", "a program with the verb grade")
		Verb(p)
		p.Main()
	},
	// naive-server, on PORT
	"naive-server": func([]string) { naive(mustListen(os.Getenv("PORT")), func(err error) {}) },
	// nervous-server PORT dies of whoever leaves.
	"nervous-server": func(args []string) {
		naive(mustListen(args[0]), func(err error) { panic("cannot read: " + err.Error()) })
	},
	// greedy-server PORT dies of a length that it believes.
	"greedy-server": func(args []string) { greedy(mustListen(args[0])) },
	// mute-server PORT accepts, and says nothing.
	"mute-server": func(args []string) {
		for l := mustListen(args[0]); ; {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go io.Copy(io.Discard, conn)
		}
	},
	// says WORDS, and fails.
	"says": func(args []string) {
		for _, a := range args {
			fmt.Println(a)
		}
		os.Exit(3)
	},
	// stubborn-server PORT is right, and does not end when it is asked to.
	"stubborn-server": func(args []string) {
		signal.Ignore(os.Interrupt)
		broken.Serve(context.Background(), mustListen(args[0]), "")
	},
}

func mustListen(port string) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return l
}

// caseCount asks the judge at addr how many cases there are.
func caseCount(addr string) int {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 0
	}
	defer conn.Close()
	offer := handshake.Offer{Target: &handshake.Target{Host: addr, RequestTarget: "/getCaseCount"}}
	conn.Write(offer.Append(nil, handshake.NewKey()))
	_, rest, err := handshake.ReadResponse(conn, handshake.Limits{})
	if err != nil {
		return 0
	}
	_, payload, err := frame.Read(bufio.NewReader(io.MultiReader(bytes.NewReader(rest), conn)), frame.Rules{From: frame.Server, Place: frame.Between, Limit: 100})
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(string(payload))
	return n
}

// naive is the server that everybody writes first: one Read is the request, one
// Read is a frame, and whatever is asked is answered with 101.
func naive(l net.Listener, lost func(error)) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			buf := make([]byte, 4096)
			n, err := conn.Read(buf)
			if err != nil {
				lost(err)
				return
			}
			_, key, _ := strings.Cut(string(buf[:n]), "Sec-WebSocket-Key: ")
			key, _, _ = strings.Cut(key, "\r\n")
			fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", handshake.AcceptKey(key))
			for {
				if n, err = conn.Read(buf); err != nil {
					lost(err)
					return
				}
				if n < 6 {
					continue
				}
				payload := buf[6:min(n, 6+int(buf[1]&0x7f))]
				for i := range payload {
					payload[i] ^= buf[2+i%4]
				}
				conn.Write(append([]byte{0x81, byte(len(payload))}, payload...))
			}
		}()
	}
}

// greedy echoes frames of any length, and makes room for what a header says.
func greedy(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			r, rest, err := handshake.ReadRequest(conn, handshake.Limits{})
			if err != nil {
				return
			}
			answer, err := handshake.Judge(r, handshake.Rules{})
			if err != nil {
				handshake.Refuse(conn, err)
				return
			}
			conn.Write(answer.Append(nil))
			in := bufio.NewReader(io.MultiReader(bytes.NewReader(rest), conn))
			for {
				head := make([]byte, 2)
				if _, err := io.ReadFull(in, head); err != nil {
					return
				}
				length := uint64(head[1] & 0x7f)
				if length > 125 {
					long := make([]byte, map[uint64]int{126: 2, 127: 8}[length])
					io.ReadFull(in, long)
					length = binary.BigEndian.Uint64(append(make([]byte, 8-len(long)), long...))
				}
				key := make([]byte, 4)
				io.ReadFull(in, key)
				payload := make([]byte, int(length))
				if _, err := io.ReadFull(in, payload); err != nil {
					return
				}
				for i := range payload {
					payload[i] ^= key[i%4]
				}
				h := frame.Header{Fin: true, Opcode: frame.Opcode(head[0] & 0xf), Length: length}
				conn.Write(append(h.Append(nil), payload...))
			}
		}()
	}
}
