package grade

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// The grade of a client with one fault, too, sends its author to where that
// fault is taught.
var clientTaughtAt = []struct{ fault, stage, exercise string }{
	{"M01 one read is the response", "03", "|03e-nothing-may-be-lost"},
	{"M01 one read is one frame", "04", "04d-a-whole-header"},
	{"M02 bytes behind the response are lost", "03", "|03e-nothing-may-be-lost"},
	{"M04 a client does not mask", "05", "05c-a-masked-frame"},
	{"M04 a client does not mask its pongs", "05", "05c-a-masked-frame"},
	{"M04 a client does not mask its Close", "05", "05c-a-masked-frame"},
	{"M04 masked frames are accepted", "05", ""},
	{"M06 a control frame ends the message around it", "06", "06a-which-frame-may-follow"},
	{"M07 a ping is answered with a ping", "06", "06b-answer-a-ping"},
	{"M08 any Close is a good one", "06", "06c-close-codes"},
	{"M08 a Close is answered with code 8", "06", "06d-the-goodbye"},
	{"M09 field names are compared with their case", "03", "03f-judge-the-server"},
	{"M09 Host is missing", "03", "03h-what-a-url-says"},
	{"M10 Connection has to be Upgrade alone", "03", "03f-judge-the-server"},
	{"M10 Connection has to contain Upgrade", "03", "03f-judge-the-server"},
	{"M11 the GUID has a space in it", "03", "03f-judge-the-server"},
	{"M12 Accept is in hex", "03", "03f-judge-the-server"},
	{"M12 Accept is of the hash in hex", "03", "03f-judge-the-server"},
	{"M12 Accept is of the decoded key", "03", "03f-judge-the-server"},
	{`M12 Accept is of a key that ends in \r`, "03", "03f-judge-the-server"},
	{"M12 Accept is of an empty key", "03", "03f-judge-the-server"},
	{"M17 a 64-bit length is read as 16 bits", "04", "04c-three-lengths"},
	{"M21 the status is not looked at", "03", "03f-judge-the-server"},
	{"M21 Upgrade is not looked at", "03", "03f-judge-the-server"},
	{"M21 Connection is not looked at", "03", "03f-judge-the-server"},
	{"M21 Accept is not looked at", "03", "03f-judge-the-server"},
	{"M26 text is not checked", "06", "06e-half-a-letter"},
	{"M26 text is checked frame by frame", "06", "06e-half-a-letter"},
	{"M28 Sec-WebSocket-Key is constant", "05", "05c-a-masked-frame"},
	{"M28 the masking key is constant", "05", "05c-a-masked-frame"},
	{"M28 the masking key is zero", "05", "05c-a-masked-frame"},
	{"M28 the masking key counts", "05", "05c-a-masked-frame"},
	{"M28 the masking key has two random bytes", "05", "05c-a-masked-frame"},
	{"M28 the masking keys are those of every connection", "05", "05c-a-masked-frame"},

	{"RSV bits are not looked at", "04", "04g-break-a-rule"},
	{"reserved opcodes are passed over", "04", "04g-break-a-rule"},
	{"the request is a POST", "03", ""},
	{"the request is HTTP/1.0", "03", ""},
	{"Host has no port", "03", "03h-what-a-url-says"},
	{"Upgrade is missing", "03", ""},
	{"Connection has no Upgrade", "03", ""},
	{"the version is 8", "03", ""},
	{"the key has 15 bytes", "03", ""},
	{"the key is zero", "03", ""},
	{"the request proves something", "03", ""},
	{"the request announces a body", "03", ""},
	{"the request announces chunks", "03", ""},
	{"a subprotocol is offered twice", "03", ""},
	{"a frame before the answer", "03", ""},
	{"the subprotocol is not looked at", "03", "03f-judge-the-server"},
	{"the extensions are not looked at", "03", "03f-judge-the-server"},
	{"the first response is the last", "03", "03f-judge-the-server"},
	{"a refusal is never closed", "03", "03f-judge-the-server"},
}

func TestAClientsFaultIsPlacedWhereItIsTaught(t *testing.T) {
	t.Parallel()
	next := make(chan int)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range next {
				f := clientTaughtAt[i]
				t.Run(f.fault, func(t *testing.T) {
					placed(t, f.stage, f.exercise, func(patience time.Duration) (string, problem) {
						o := options{client: true, patience: patience, cases: few(), upTo: stageNumbered(f.stage)}
						printed, s, _ := graded(t, o, as(t, "broken-client", f.fault, "{url}"))
						p, _ := s.next()
						return printed, p
					})
				})
			}
		})
	}
	for i := range clientTaughtAt {
		next <- i
	}
	close(next)
	all.Wait()
}

// graded grades a command, and returns what is printed and how it ends.
func graded(t *testing.T, o options, command []string) (printed string, s *sheet, err error) {
	t.Helper()
	var b bytes.Buffer
	s = newSheet(&b, false)
	err = o.run(t.Context(), s, command)
	for i, line := range strings.Split(b.String(), "\n") {
		if len([]rune(line)) > 80 {
			t.Errorf("line %d has %d columns: %s", i+1, len([]rune(line)), line)
		}
	}
	return b.String(), s, err
}

// A client that never calls is not waited for without end, and its last words
// are shown.
func TestAClientThatAsksForNothing(t *testing.T) {
	t.Parallel()
	printed, _, err := graded(t, options{client: true, patience: time.Second, cases: light(), upTo: atLast}, as(t, "says", "no such host", "giving up"))
	if fmt.Sprint(err) != "reported" || !strings.Contains(printed, "    | no such host\n    | giving up\n") || !strings.Contains(printed, "exit status 3") || strings.Count(printed, "not tried") != 4 {
		t.Errorf("%v\n%s", err, printed)
	}
}
