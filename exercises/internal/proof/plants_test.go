package proof

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example/websocket/exercises/internal/trial"
)

// A plant is a mistake made in a chapter's own code, for that chapter's tests to
// find.
type plant struct {
	mistake  string
	chapter  string // whose tests find it
	file     string // the one that is spoilt
	old, new string // what is there, and what stands there instead
	test     string // the test that fails, with its package's folder
}

var plants = []plant{
	{"M15", "03", "03-http-upgrade/handshake/judge.go", `Switching Protocols\r\n"`, `Switching Protocols\n"`,
		"./03-http-upgrade/handshake TestAcceptAnswersByteForByte"},
	{"M22", "03", "02-tcp-echo/server/server.go", "s.serve(conn, handle)", "handle(ctx, conn); conn.Close()",
		"./03-http-upgrade TestServeIsNotDelayedByASilentClient"},
	{"M30", "03", "03-http-upgrade/handshake/refusal.go", "conn.SetWriteDeadline(time.Now().Add(refuseWithin))", `r.Header["Date"] = nil`,
		"./03-http-upgrade/handshake TestAcceptRefuses"},
	{"M30", "04", "04-frames/frame/close.go", "broken.Reason()", "broken.Broken[1].Text",
		"./04-frames TestServeAnswersAViolation"},
	{"M30", "05", "04-frames/frame/close.go", "broken.Reason()", "broken.Broken[1].Text",
		"./05-masking TestServeAnswersAViolation"},
	{"M31", "04", "04-frames/main.go", "		h, payload, err := frame.Read(in, rules)", `		if b, _ := in.Peek(4); string(b) == "GET " {
			fmt.Println("a handshake")
			return nil
		}
		h, payload, err := frame.Read(in, rules)`,
		"./04-frames TestServeAnswersAViolation"},
	{"M32", "04", "04-frames/frame/read.go", "return append(h.Append(dst), payload...)", "_ = h; return append(append(append(dst, 0x00), payload...), 0xff)",
		"./04-frames/frame TestAppendCountsBytes"},
	{"M04", "05", "05-masking/main.go", "frame.Rules{From: frame.Client, ", "frame.Rules{",
		"./05-masking TestServeAnswersAViolation"},
	{"M03", "06", "06-full-websocket/websocket/conn.go", "Limit: c.limit}", "Limit: -1}",
		"./06-full-websocket/websocket TestLimitIsExact"},
}

// found runs the plant's test with the file spoilt, in dir, and reports whether the
// test fails. A test that waits for what can no longer come is ended after some
// seconds.
func (p plant) found(root, dir string) (bool, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(p.file)))
	if err != nil {
		return false, err
	}
	if n := bytes.Count(text, []byte(p.old)); n != 1 {
		return false, fmt.Errorf("%s: %q stands there %d times, want once", p.file, p.old, n)
	}
	spoilt := filepath.Join(dir, "spoilt.go")
	if err := os.WriteFile(spoilt, bytes.Replace(text, []byte(p.old), []byte(p.new), 1), 0o600); err != nil {
		return false, err
	}
	overlay, err := trial.Overlay(root, map[string]string{p.file: spoilt})
	if err != nil {
		return false, err
	}
	defer os.Remove(overlay)
	folder, test, _ := strings.Cut(p.test, " ")
	cmd := exec.Command("go", "test", "-json", "-vet=off", "-timeout=10s", "-overlay", overlay, "-run", "^"+test+"$", folder)
	cmd.Dir = root
	out, err := cmd.Output()
	for line := range strings.Lines(string(out)) {
		var event struct{ Action, Test string }
		if json.Unmarshal([]byte(line), &event) == nil && event.Action == "run" && event.Test == test {
			return err != nil, nil
		}
	}
	return false, fmt.Errorf("%s did not run: %v\n%s", p.test, err, out)
}

// caughtByChapters returns, by mistake, the tests of chapters that find it.
func caughtByChapters(t *testing.T, root string) map[string][]string {
	t.Helper()
	errs := make([]error, len(plants))
	var all sync.WaitGroup
	for i, p := range plants {
		dir := t.TempDir()
		all.Go(func() {
			found, err := p.found(root, dir)
			if err == nil && !found {
				err = fmt.Errorf("is not found by %s", p.test)
			}
			errs[i] = err
		})
	}
	all.Wait()
	caught := make(map[string][]string)
	for i, p := range plants {
		if errs[i] != nil {
			t.Errorf("%s, planted in %s: %v", p.mistake, p.file, errs[i])
			continue
		}
		folder, test, _ := strings.Cut(strings.TrimPrefix(p.test, "./"), " ")
		caught[p.mistake] = append(caught[p.mistake], p.chapter+" "+folder+" "+test)
	}
	return caught
}
