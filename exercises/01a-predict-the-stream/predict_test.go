package stream_test

import (
	_ "embed"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	stream "example/websocket/exercises/01a-predict-the-stream"
	"example/websocket/exercises/internal/check"
)

//go:embed predict.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestStream(t *testing.T) {
	check.Run(t, check.File{Name: "predict.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "apart",
			Says: `Apart says whether the reads may bring "one", then "two", then the end.`,
			Run:  func(t *check.T) { possible(t, "Apart", stream.Apart, "one", "two") },
		},
		check.Case{
			Name: "together",
			Says: `Together says whether the first read may bring "onetwo", and the second the end.`,
			Run:  func(t *check.T) { possible(t, "Together", stream.Together, "onetwo") },
		},
		check.Case{
			Name: "cut",
			Says: `Cut says whether the reads may bring "on", then "etwo", then the end.`,
			Run:  func(t *check.T) { possible(t, "Cut", stream.Cut, "on", "etwo") },
		},
		check.Case{
			Name: "turned", Section: "RFC 9293 §3.4",
			Says: `Turned says whether the reads may bring "two", then "one", then the end.`,
			Run:  func(t *check.T) { possible(t, "Turned", stream.Turned, "two", "one") },
		},
		check.Case{
			Name: "short", Section: "RFC 9293 §3.4",
			Says: `Short says whether the reads may bring "one", then "tw", then the end.`,
			Run:  func(t *check.T) { possible(t, "Short", stream.Short, "one", "tw") },
		},
		check.Case{
			Name: "clients-end", Section: "RFC 9293 §4",
			Says: "ClientLocal and ClientRemote are the ports that the third client sees.",
			Run: func(t *check.T) {
				client, _ := third(t)
				ports(t, "Client", pair{stream.ClientLocal, stream.ClientRemote}, client)
			},
		},
		check.Case{
			Name: "servers-end", Section: "RFC 9293 §4",
			Says: "ServerLocal and ServerRemote are the ports that the server sees of the third connection.",
			Run: func(t *check.T) {
				_, server := third(t)
				ports(t, "Server", pair{stream.ServerLocal, stream.ServerRemote}, server)
			},
		},
	)
}

// possible holds an answer against what the sockets of this machine do when the
// network cuts the stream as the reads want it.
func possible(t *check.T, name, answer string, reads ...string) {
	t.Call("%s, for reads that bring %q", name, reads)
	if answer != "yes" && answer != "no" {
		t.Wrong(fmt.Sprintf("%q", answer), `"yes" or "no"`)
	}
	came := arrive(t, reads)
	want := "no"
	if slices.Equal(came, reads) {
		want = "yes"
	}
	if answer != want {
		t.Wrong(fmt.Sprintf("%q", answer), fmt.Sprintf("%q: cut in these places, the stream has just brought\n%q", want, came))
	}
}

// arrive lets a client write "one" and "two", and cuts what comes where the wanted
// reads end, as a network may. It returns what the server then reads.
func arrive(t *check.T, wanted []string) (came []string) {
	l := listen(t)
	client, network := connect(t, l)
	io.WriteString(client, "one")
	io.WriteString(client, "two")
	client.Close()
	sent, err := io.ReadAll(network)
	if err != nil {
		t.Fatal(err)
	}
	network, server := connect(t, l)
	buf := make([]byte, 16)
	for i := 0; len(sent) > 0; i++ {
		cut := len(sent)
		if i < len(wanted) {
			cut = min(cut, len(wanted[i]))
		}
		network.Write(sent[:cut])
		n, err := server.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		came, sent = append(came, string(buf[:n])), sent[cut:]
	}
	return came
}

// A pair is the two ports that one end of a connection sees.
type pair struct{ local, remote int }

// third lets three clients connect, and returns what both ends of the third
// connection see, in the numbers of the question.
func third(t *check.T) (client, server pair) {
	l := listen(t)
	told := map[string]int{port(l.Addr()): 15000}
	for i := range 3 {
		c, s := connect(t, l)
		told[port(c.LocalAddr())] = 40001 + i
		client = pair{told[port(c.LocalAddr())], told[port(c.RemoteAddr())]}
		server = pair{told[port(s.LocalAddr())], told[port(s.RemoteAddr())]}
	}
	return client, server
}

func port(addr net.Addr) string {
	return addr.String()[strings.LastIndex(addr.String(), ":")+1:]
}

func ports(t *check.T, end string, answer, want pair) {
	t.Call("%sLocal, %sRemote", end, end)
	if answer.local == 0 || answer.remote == 0 {
		t.Wrong(fmt.Sprintf("local %d, remote %d", answer.local, answer.remote), "two ports; 0 is none")
	}
	if answer != want {
		t.Wrong(fmt.Sprintf("local %d, remote %d", answer.local, answer.remote), fmt.Sprintf("local %d, remote %d: so it has just been", want.local, want.remote))
	}
}

func listen(t *check.T) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// connect returns both ends of a new connection. No read of theirs waits for ever.
func connect(t *check.T, l net.Listener) (client, server net.Conn) {
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	if server, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	server.SetDeadline(time.Now().Add(30 * time.Second))
	return client, server
}
