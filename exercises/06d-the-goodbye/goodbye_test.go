package goodbye_test

import (
	_ "embed"
	"fmt"
	"net"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	goodbye "example/websocket/exercises/06d-the-goodbye"
	"example/websocket/exercises/internal/check"
)

//go:embed goodbye.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestGoodbye(t *testing.T) {
	check.Run(t, check.File{Name: "goodbye.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "close-is-answered", Section: "RFC 6455 §5.5.1",
			Says: `Serve answers a Close with 1000 and "bye" with the same, ends the connection at once, and returns nil.`,
			Run: func(t *check.T) {
				exchange(t, `Close 1000 "bye"`, goodbyeIsFine, closing("\x03\xe8bye"))
			},
		},
		check.Case{
			Name: "the-code-comes-back", Section: "RFC 6455 §5.5.1",
			Says: "Serve answers a Close with 4001 and no reason with 4001.",
			Run:  func(t *check.T) { exchange(t, "Close 4001", goodbyeIsFine, closing("\x0f\xa1")) },
		},
		check.Case{
			Name: "close-without-a-code", Section: "RFC 6455 §5.5.1",
			Says: "Serve answers a Close without a code with 88 00, a Close without a code, and returns nil.",
			Run:  func(t *check.T) { exchange(t, "Close without a code", goodbyeIsFine, closing("")) },
		},
		check.Case{
			Name: "echoes-come-first", Section: "RFC 6455 §7.1.6",
			Says: "Two texts and a Close are answered with two echoes and a Close.",
			Run: func(t *check.T) {
				exchange(t, `text "Hello", text "again", Close 1000`, goodbyeIsFine, text("Hello"), text("again"), closing("\x03\xe8"))
			},
		},
		check.Case{
			Name: "nothing-after-close", Section: "RFC 6455 §5.5.1",
			Says: "Behind a Close, in the same write, come a text and a second Close: one Close is the answer, and nothing else.",
			Run: func(t *check.T) {
				exchange(t, "Close 1000", goodbyeIsFine, closing("\x03\xe8"), text("Hello"), closing("\x03\xe8"))
			},
		},
		check.Case{
			Name: "bad-close", Section: "RFC 6455 §7.4",
			Says: "Serve answers a Close of one byte, and one with code 1005, with 1002, and one whose reason is not UTF-8 with 1007; it returns the *frame.Error.",
			Run: func(t *check.T) {
				exchange(t, "Close 1002", frame.ProtocolError, closing("\x03"))
				exchange(t, "Close 1002", frame.ProtocolError, closing("\x03\xed"))
				exchange(t, "Close 1007", frame.InvalidPayload, closing("\x03\xe8\xc3\x28"))
			},
		},
		check.Case{
			Name: "broken-rule", Section: "RFC 6455 §7.1.7",
			Says: "A text that is not masked, with one behind it that is, gets a Close with 1002 and nothing else; Serve returns the *frame.Error.",
			Run: func(t *check.T) {
				exchange(t, "Close 1002", frame.ProtocolError, unmasked("Hello"), text("again"))
			},
		},
		check.Case{
			Name: "lost", Section: "RFC 6455 §7.4.1",
			Says: "The client is gone after half a frame: Serve writes nothing, closes conn and returns an error.",
			Run:  lost,
		},
		check.Case{
			Name: "goodbye-though-more-is-unread", Section: "RFC 6455 §7.1.1", Limit: 20 * time.Second,
			Says: "Over TCP the client sends a text that is not masked and 1 MiB more, and only then reads: it reads a Close with 1002, and the connection ends without a reset.",
			Run:  unreadBehindAFault,
		},
		check.Case{
			Name: "close-though-more-is-unread", Section: "RFC 6455 §7.1.1", Limit: 20 * time.Second,
			Says: "Over TCP the client sends a Close with 1000 and 1 MiB behind it, and only then reads: it reads a Close with 1000, and the connection ends without a reset.",
			Run:  unreadBehindAClose,
		},
		check.Case{
			Name: "leave", Section: "RFC 6455 §7.1.2",
			Says: `Leave(conn, 1001, "bye") sends that Close. The client still sends a text, then its Close with 1001: nothing more comes, the connection ends at once, and Leave returns nil.`,
			Run: func(t *check.T) {
				e := leave(t, "a text, then its Close", func(far net.Conn, _ <-chan struct{}) {
					far.Write(join(text("wait"), closing("\x03\xe9")))
				})
				e.want(t, `Close 1001 "bye"`, 0)
				if e.err != nil {
					t.Wrong(fmt.Sprintf("Leave returns an error of type %T", e.err), "nil: the client's Close has come")
				}
			},
		},
		check.Case{
			Name: "leave-a-silent-client", Section: "RFC 6455 §7.1.1",
			Says: "The client does not answer Leave's Close: after Wait, five seconds, the connection ends and Leave returns an error.",
			Run: func(t *check.T) {
				leave(t, "nothing", func(net.Conn, <-chan struct{}) {}).wantGivenUp(t)
			},
		},
		check.Case{
			Name: "leave-a-talkative-client", Section: "RFC 6455 §7.1.1",
			Says: "The client answers Leave's Close with a text every second and never with a Close: it gets five seconds in all, too.",
			Run: func(t *check.T) {
				leave(t, "a text every second", func(far net.Conn, ended <-chan struct{}) {
					for {
						select {
						case <-time.After(time.Second):
							far.Write(text("one more thing").wire)
						case <-ended:
							return
						}
					}
				}).wantGivenUp(t)
			},
		},
		check.Case{
			Name: "leave-a-client-that-stays", Section: "RFC 6455 §7.1.1",
			Says: "On a connection that can be half-closed, the client neither answers Leave's Close nor ends its side: after five seconds in all, conn is closed and Leave returns an error.",
			Run:  leaveAClientThatStays,
		},
		check.Case{
			Name: "leave-a-late-answer", Section: "RFC 6455 §7.1.1",
			Says: "On such a connection the client answers with its Close after three seconds, and does not end its side: five seconds after the call at the latest, conn is closed and Leave returns nil.",
			Run:  leaveALateAnswer,
		},
		check.Case{
			Name: "leave-though-more-is-unread", Section: "RFC 6455 §7.1.1", Limit: 20 * time.Second,
			Says: `Over TCP the client answers the Close of Leave(conn, 1001, "bye") with its own and 1 MiB behind it, and only then reads: it reads that Close, and the connection ends without a reset.`,
			Run:  unreadBehindTheAnswer,
		},
	)
}

// leave lets Leave say goodbye, and the client answer it; ended is closed with the
// connection.
func leave(t *check.T, told string, answer func(far net.Conn, ended <-chan struct{})) ended {
	t.Call("Leave(conn, 1001, \"bye\"); after it the client sends\n%s", told)
	return meet(t, func(near net.Conn) error { return goodbye.Leave(near, frame.GoingAway, "bye") }, func(far net.Conn) []byte {
		first := make([]byte, len("\x88\x05\x03\xe9bye"))
		n, err := far.Read(first)
		if err != nil {
			return nil
		}
		ended := make(chan struct{})
		defer close(ended)
		go answer(far, ended)
		return append(first[:n], readAll(far)...)
	})
}
