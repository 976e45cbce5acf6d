package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example/websocket/.ci/picture"
)

// testPage returns a page whose programs are one that listens and says hello.
func testPage(t *testing.T) *page {
	t.Helper()
	dir := t.TempDir()
	script := `#!/bin/sh
trap 'echo bye; exit 0' INT
trap 'echo open' USR1
echo $$ > $0.pid
printf 'listening on 127.0.0.1:45678\nserves %s\n' "$*"
while :; do sleep .1 > /dev/null 2>&1; done
`
	if err := os.WriteFile(filepath.Join(dir, "01-raw-socket.program"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	b := &book{
		chapters: []string{"01-raw-socket"},
		claims:   []claim{{id: "C1", says: "It is so", verdict: "true (§10.3)", tests: []test{{"TestIt", "01-raw-socket", "01-raw-socket/x_test.go"}}}},
		sections: map[string]string{"RFC 6455 §5.2": "Base Framing Protocol", "RFC 6455 §10.3": "Attacks On Infrastructure (Masking)"},
		pictures: []picture.Picture{{Path: "01-raw-socket/eye.svg", About: "An eye.", Text: "(o)\n"}},
	}
	p := &page{book: b, ctx: t.Context(), name: "01-raw-socket/README.md", programs: dir}
	t.Cleanup(func() { p.stop("") })
	return p
}

// What the page shows is forgotten, and made anew.
func TestPageIsMade(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"a command", "```console\n$ echo Hello\nold\n```\n", "```console\n$ echo Hello\nHello\n```\n"},
		{"two commands", "```console\n$ echo 125\n$ echo 126\n```\n", "```console\n$ echo 125\n125\n$ echo 126\n126\n```\n"},
		{"a long command", "```console\n$ echo 125 \\\n    126\nold\n```\n", "```console\n$ echo 125 \\\n    126\n125 126\n```\n"},
		{"one that fails", "```console\n$ echo no >&2; false\n```\n", "```console\n$ echo no >&2; false\nno\n```\n"},
		{"one that goes on", "```console\n$ (echo on; exec sleep 9) &\n```\n", "```console\n$ (echo on; exec sleep 9) &\non\n```\n"},
		{"a server", "<!-- serve: 01-raw-socket -buf 16 -->\n```console\n$ echo 127.0.0.1:15000 localhost:15000\n```\n<!-- printed -->\n```text\nold\n```\n",
			"<!-- serve: 01-raw-socket -buf 16 -->\n```console\n$ echo 127.0.0.1:15000 localhost:15000\n127.0.0.1:15000 localhost:15000\n```\n<!-- printed -->\n```text\nlistening on 127.0.0.1:15000\nserves serve -addr 127.0.0.1:0 -buf 16\n```\n"},
		{"its last words", "<!-- serve: 01-raw-socket -->\n<!-- interrupt -->\n<!-- printed: last 1 -->\n```text\n```\n",
			"<!-- serve: 01-raw-socket -->\n<!-- interrupt -->\n<!-- printed: last 1 -->\n```text\nbye\n```\n"},
		{"one that is killed while a command runs", "<!-- serve: 01-raw-socket -->\n<!-- kill -->\n```console\n$ read pid < go run ./01-raw-socket.program.pid; kill -USR1 $pid; \\\n    while kill -0 $pid; do sleep .1; done 2> /dev/null; echo gone\n```\n<!-- printed: last 1 -->\n```text\n```\n",
			"<!-- serve: 01-raw-socket -->\n<!-- kill -->\n```console\n$ read pid < go run ./01-raw-socket.program.pid; kill -USR1 $pid; \\\n    while kill -0 $pid; do sleep .1; done 2> /dev/null; echo gone\ngone\n```\n<!-- printed: last 1 -->\n```text\nopen\n```\n"},
		{"its last line", "<!-- serve: 01-raw-socket -->\n<!-- printed: last 1 -->\n```text\n```\n",
			"<!-- serve: 01-raw-socket -->\n<!-- printed: last 1 -->\n```text\nserves serve -addr 127.0.0.1:0\n```\n"},
		{"its first line", "<!-- serve: 01-raw-socket -->\n<!-- printed: first 1 -->\n```text\n```\n",
			"<!-- serve: 01-raw-socket -->\n<!-- printed: first 1 -->\n```text\nlistening on 127.0.0.1:15000\n```\n"},
		{"what varies, and no more", "<!-- varies: times -->\n```console\n$ echo after 17ms\nafter 5s\n```\n", "<!-- varies: times -->\n```console\n$ echo after 17ms\nafter 5s\n```\n"},
		{"more than what varies", "<!-- varies: times -->\n```console\n$ echo before 17ms\nafter 5s\n```\n", "<!-- varies: times -->\n```console\n$ echo before 17ms\nbefore 17ms\n```\n"},
		{"two of what varies, one of them more", "<!-- varies: times -->\n```console\n$ echo after 1s\nafter 2s\n```\n<!-- varies: times -->\n```console\n$ echo before 1s\nafter 2s\n```\n",
			"<!-- varies: times -->\n```console\n$ echo after 1s\nafter 1s\n```\n<!-- varies: times -->\n```console\n$ echo before 1s\nbefore 1s\n```\n"},
		{"a port that is another in the next block", "<!-- varies: ports -->\n```console\n$ echo 127.0.0.1:7\n127.0.0.1:5\n```\n<!-- varies: ports -->\n```console\n$ echo 127.0.0.1:7\n127.0.0.1:6\n```\n",
			"<!-- varies: ports -->\n```console\n$ echo 127.0.0.1:7\n127.0.0.1:7\n```\n<!-- varies: ports -->\n```console\n$ echo 127.0.0.1:7\n127.0.0.1:7\n```\n"},
		{"code", "<!-- code: 05-masking/mask Plain -->\n```go\nold\n```\n", "<!-- code: 05-masking/mask Plain -->\n```go\nfunc Plain(b []byte, key [4]byte, pos int) int {\n    for i := range b {\n        b[i] ^= key[(pos+i)%4]\n    }\n    return pos + len(b)\n}\n```\n"},
		{"some lines of it", "<!-- code: 05-masking/mask Plain from \"for\" to \"}\" -->\n```go\n```\n", "<!-- code: 05-masking/mask Plain from \"for\" to \"}\" -->\n```go\nfor i := range b {\n    b[i] ^= key[(pos+i)%4]\n}\n```\n"},
		{"a signature", "<!-- signature: 04-frames/frame Header.Append -->\n```go\n```\n", "<!-- signature: 04-frames/frame Header.Append -->\n```go\nfunc (h Header) Append(dst []byte) []byte\n```\n"},
		{"one of two lines", "<!-- signature: 04-frames/frame Read -->\n```go\n```\n", "<!-- signature: 04-frames/frame Read -->\n```go\nfunc Read(in *bufio.Reader, rules Rules) (h Header, payload []byte,\n    err error)\n```\n"},
		{"a diff", "<!-- diff: 01-raw-socket/socket/tuple.go#Tuple.Mirror 01-raw-socket/socket/tuple.go#Tuple.String -->\n```diff\nold\n```\n",
			"<!-- diff: 01-raw-socket/socket/tuple.go#Tuple.Mirror 01-raw-socket/socket/tuple.go#Tuple.String -->\n```diff\n-func (t Tuple) Mirror() Tuple {\n-    return Tuple{Local: t.Remote, Remote: t.Local}\n+func (t Tuple) String() string {\n+    return fmt.Sprintf(\"local %s, remote %s\", t.Local, t.Remote)\n }\n```\n"},
		{"a picture", "<!-- made: picture eye -->\nold\n<!-- /made -->\n", "<!-- made: picture eye -->\n\n![An eye.](eye.svg)\n\n<details><summary>The same as text</summary>\n\n```text\n(o)\n```\n\n</details>\n\n<!-- /made -->\n"},
		{"other comments and blocks", "<!-- routes -->\n```sh\ngo run ./x\n```\ntext\n", "<!-- routes -->\n```sh\ngo run ./x\n```\ntext\n"},
	} {
		const start = "go run ./01-raw-socket\ngo run ./01-raw-socket -buf 16\n" // what serves, the reader is told
		_, got, err := testPage(t).make(start + c.page)
		if err != nil || got != start+c.want {
			t.Errorf("%s: made\n%s\nand %v; want\n%s", c.name, got, err, c.want)
		}
	}
}

// A slip in a page is an error that says what, and where.
func TestPageThatCannotBeMade(t *testing.T) {
	for _, c := range []struct {
		page, want string
		line       int
	}{
		{"text\n<!-- cod: x y -->\n", `"cod" is nothing`, 2},
		{"<!-- code: 05-masking/mask Plain -->\ntext\n", `"code" is not followed`, 2},
		{"<!-- varies: times -->\n", `"varies" is not followed`, 3},
		{"<!-- code: 05-masking/mask Plain -->\n```diff\n```\n", `a block of "diff", want "go"`, 2},
		{"<!-- code: 05-masking/mask Nothing -->\n```go\n```\n", "declares no Nothing", 2},
		{"<!-- code: 05-masking/mask Plain from \"if\" to \"}\" -->\n```go\n```\n", `no lines from "if"`, 2},
		{"\n```console\n$ true\n", "without its end", 2},
		{"<!-- varies: moods -->\n```console\n$ true\n```\n", `"moods" is none`, 2},
		{"<!-- printed -->\n```text\n```\n", "no program serves", 2},
		{"<!-- interrupt -->\n", "no program serves", 1},
		{"<!-- kill -->\n```console\n$ true\n```\n", "no program serves", 2},
		{"<!-- kill -->\n```text\n```\n", `a block of "text", want "console"`, 2},
		{"`go run ./01-raw-socket`\n<!-- serve: 01-raw-socket -->\n<!-- printed: middle 3 -->\n```text\n```\n", `want "first N" or "last N"`, 4},
		{"go run ./01-raw-socket -buf 16\n<!-- serve: 01-raw-socket -buf 32 -->\n", "to start go run ./01-raw-socket -buf 32", 2},
		{"go run ./01-raw-socket -buf 16\n<!-- serve: 01-raw-socket -->\n", "to start go run ./01-raw-socket", 2},
		{"<!-- Made: claims -->\n", "no comment that asks", 1},
		{"<!-- varies: times -->\n```console\n$ echo 252 more\n```\n", "there are no times", 2},
		{"<!-- made: nonsense -->\n<!-- /made -->\n", `nothing is called "nonsense"`, 1},
		{"It breaks §99.\n<!-- made: foot -->\n<!-- /made -->\n", "RFC 6455 §99 is not in sections.txt", 2},
	} {
		p := testPage(t)
		if _, got, err := p.make(c.page); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: made %q, error %v; want one with %q", c.page, got, err, c.want)
		} else if p.line != c.line {
			t.Errorf("%q: error in line %d, want %d", c.page, p.line, c.line)
		}
	}
}

func TestFootHasAllOfItsChapter(t *testing.T) {
	_, got, err := testPage(t).make("A frame (§5.2).\n<!-- made: foot -->\n<!-- /made -->\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"**C1** *It is so.* True (§10.3).\n  Shown by [`TestIt`](x_test.go).", "go test ./01-raw-socket/...",
		"[RFC 6455 §5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2) Base Framing Protocol",
		"#section-10.3) Attacks On Infrastructure (Masking)", // the verdict's
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the foot has no %q:\n%s", want, got)
		}
	}
}

func TestCodeThatIsTooWide(t *testing.T) {
	if _, err := narrow("\t"+strings.Repeat("é", 68)+"\n", widest); err != nil {
		t.Errorf("72 columns: %v", err)
	}
	if _, err := narrow("\t"+strings.Repeat("é", 69)+"\n", widest); err == nil {
		t.Error("73 columns are taken")
	}
}

// What may vary is that, and nothing beside it.
func TestVaries(t *testing.T) {
	for _, c := range []struct {
		kind, old, fresh string
		same             bool
	}{
		{"ports", "local 127.0.0.1:1, remote 127.0.0.1:15000", "local 127.0.0.1:2, remote 127.0.0.1:15000", true},
		{"ports", "remote 127.0.0.1:1", "remote 127.0.0.2:1", false},
		{"ports", "127.0.0.1:1: 5 bytes", "127.0.0.1:2: 6 bytes", false},
		{"keys", "Sec-WebSocket-Key: aa==", "Sec-WebSocket-Key: bb==", true},
		{"keys", "Sec-WebSocket-Key: aa== Version: 13", "Sec-WebSocket-Key: bb== Version: 8", false},
		{"masks", "81 85 37 fa 21 3d 7f 9f 4d 51 58", "81 85 01 02 03 04 49 67 6f 68 6e", true},
		{"masks", "81 05 48 65; 81 85 37 fa 21 3d", "81 06 48 65; 81 85 37 fa 21 3d", false},
		{"times", "ok 12.3ms", "ok 4s", true},
		{"losses", "a plain Close: 65536 of 262144 bytes", "a plain Close: 9 of 262144 bytes", true},
		{"losses", "a plain Close: 65536 of 262144 bytes", "a plain Close: 9 of 262 bytes", false},
		{"rates", "5   HTTP   161   120   36340   29.2 µs\n5   TCP   5   5   9   1.7 µs\n", "5   HTTP   161   120    9848  105.1 µs\n5   TCP   5   5   86097   unknown\n", true},
		{"rates", "5   HTTP   161   120   36340   29.2 µs", "5   HTTP   161   121   36340   29.2 µs", false},
		{"descriptors", "accept(5)                           = 11, a new\nread(11, buf, 16)                   = 5", "accept(5)                           = 9, a new\nread(9, buf, 16)                    = 5", true},
		{"descriptors", "read(11, buf, 16)  = 5, \"Hello\"", "read(11, buf, 17)  = 5, \"Hello\"", false},
		{"dates", "2026/11/23 18:29:37 WARN", "2027/01/01 00:00:00 WARN", true},
		{"descriptors", "bind(5, x)    = ok\naccept(5)     = 11, new", "bind(12, x)   = ok\naccept(12)    = 8, new", true},
		{"descriptors", "listen(5, 128) = ok", "listen(5, 64) = ok", false},
		{"fingerprints", "SHA-256 00ff", "SHA-256 ff00", true},
	} {
		got, err := keep(c.old, c.fresh, []string{c.kind})
		if err != nil || (got == c.old) != c.same {
			t.Errorf("%s: %q, and now %q: shows %q, %v; the old one kept: want %v", c.kind, c.old, c.fresh, got, err, c.same)
		}
	}
}
