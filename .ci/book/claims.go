package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A claim is one of the article's, in our words, and the tests that would fail if it
// were false. They name it in their comments: "Claim C1."
type claim struct {
	id, says, verdict string
	tests             []test
}

// A test is one that names a claim.
type test struct{ name, chapter, file string }

// theClaims are in the article's order.
func theClaims() []claim {
	return []claim{
		{id: "C1", says: "A socket is a programming interface; roughly, an address and a port", verdict: "true as a start: a *listening* socket is; a connection is two such pairs"},
		{id: "C2", says: "Another program connects by naming that address and port", verdict: "true"},
		{id: "C3", says: "WebSocket is a protocol over TCP, spoken through ordinary sockets", verdict: "true; it needs nothing but bytes that keep their order (§1.7)"},
		{id: "C4", says: "In `ws://ADDRESS:15000` the scheme names the protocol, address and port the socket", verdict: "true; `wss` adds TLS, and the default ports are 80 and 443 (§3)"},
		{id: "C5", says: "It exists for long-lasting connections between a browser and a site", verdict: "true (§1.1), and nothing is unbreakable: pings find the dead"},
		{id: "C6", says: "It resembles HTTP only in the very first request", verdict: "true, and in the first *response* too (§1.7)"},
		{id: "C7", says: "It gives no security by itself: the only encoding is XOR with a key that travels along", verdict: "true of secrecy (§10.6 points to TLS); `Origin` is something else, and only the server can enforce it (§10.2)"},
		{id: "C8", says: "The mask protects proxies that know nothing of WebSocket, not your data", verdict: "true (§10.3)"},
		{id: "C9", says: "From site to browser nothing is masked, for lack of need", verdict: "true: a server must not mask (§5.1)"},
		{id: "C10", says: "Having no bells and whistles is what lets it work quickly", verdict: "true beside HTTP; it is not faster than TCP: 2 to 14 bytes a frame (§5.2)"},
	}
}

var named = regexp.MustCompile(`\bClaim (C\d+)\b`)

// claims returns them with their tests. Each has one at least, and each test names
// one that there is.
func claims(chapters []string) ([]claim, error) {
	all := theClaims()
	for _, chapter := range chapters {
		err := filepath.WalkDir(chapter, func(file string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(file, "_test.go") {
				return err
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, d := range tree.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || f.Doc == nil {
					continue
				}
				for _, m := range named.FindAllStringSubmatch(f.Doc.Text(), -1) {
					if showsNothing(f) {
						return fmt.Errorf("%s: %s names claim %s, and shows nothing", file, f.Name.Name, m[1])
					}
					i := slices.IndexFunc(all, func(c claim) bool { return c.id == m[1] })
					if i < 0 || !strings.HasPrefix(f.Name.Name, "Test") {
						return fmt.Errorf("%s: %s names a claim %s: no such claim, or no test", file, f.Name.Name, m[1])
					}
					all[i].tests = append(all[i].tests, test{f.Name.Name, chapter, filepath.ToSlash(file)})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, c := range all {
		if len(c.tests) == 0 {
			return nil, fmt.Errorf("no test's comment says \"Claim %s.\": %s", c.id, c.says)
		}
	}
	return all, nil
}

// showsNothing reports whether a test is empty, or begins by skipping.
func showsNothing(test *ast.FuncDecl) bool {
	if len(test.Body.List) == 0 {
		return true
	}
	e, ok := test.Body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := e.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && strings.HasPrefix(f.Sel.Name, "Skip")
}

// claimed is the table of the claims.
func (b *book) claimed() string {
	var s strings.Builder
	s.WriteString("| | the article says | verdict | shown by |\n|---|---|---|---|\n")
	for _, c := range b.claims {
		var by []string
		for _, t := range c.tests {
			by = append(by, fmt.Sprintf("%s [`%s`](%s)", t.chapter[:2], t.name, t.file))
		}
		fmt.Fprintf(&s, "| %s | %s | %s | %s |\n", c.id, c.says, c.verdict, strings.Join(by, "<br>"))
	}
	return s.String()
}
