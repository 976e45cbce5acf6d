package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// widest is how many columns code in a lesson has at most, a tab being four.
const widest = 72

// cutAll returns the declarations that a comment names: "DIR NAME …", of a single
// one perhaps only a part: `from "text" to "text"`.
func cutAll(rest string) (string, error) {
	dir, names, _ := strings.Cut(rest, " ")
	from, to := "", ""
	if m := part.FindStringSubmatch(names); m != nil {
		names, from, to = m[1], m[2], m[3]
	}
	var parts []string
	for _, name := range strings.Fields(names) {
		text, err := cut(dir, name)
		if err != nil {
			return "", err
		}
		if from != "" {
			if text, err = piece(text, from, to); err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
		}
		parts = append(parts, text)
	}
	return narrow(strings.Join(parts, "\n"), widest)
}

var part = regexp.MustCompile(`^(\S+) from "(.*?)" to "(.*?)"$`)

// cut returns a declaration's text, without the comment above it. Where is a folder
// or a file; a method is "Type.Method".
func cut(where, name string) (string, error) {
	node, src, fset, err := find(where, name)
	if err != nil {
		return "", err
	}
	start, end := fset.Position(node.Pos()), fset.Position(node.End())
	lines := strings.SplitAfter(src, "\n")
	return strings.Join(lines[start.Line-1:end.Line], ""), nil // with a comment behind its end
}

// find finds a declaration.
func find(where, name string) (ast.Node, string, *token.FileSet, error) {
	files := []string{where}
	if !strings.HasSuffix(where, ".go") {
		files, _ = filepath.Glob(where + "/*.go")
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, "", nil, err
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
		if err != nil {
			return nil, "", nil, err
		}
		for _, d := range tree.Decls {
			if declares(d, name) {
				return d, string(src), fset, nil
			}
		}
	}
	return nil, "", nil, fmt.Errorf("%s declares no %s", where, name)
}

func declares(d ast.Decl, name string) bool {
	if f, ok := d.(*ast.FuncDecl); ok {
		full := f.Name.Name
		if f.Recv != nil {
			t := f.Recv.List[0].Type
			if star, ok := t.(*ast.StarExpr); ok {
				t = star.X
			}
			if id, ok := t.(*ast.Ident); ok {
				full = id.Name + "." + full
			}
		}
		return full == name
	}
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.Name == name {
				return true
			}
		case *ast.ValueSpec:
			for _, id := range spec.Names {
				if id.Name == name {
					return true
				}
			}
		}
	}
	return false
}

// piece returns the lines from one that begins with from to the next that begins
// with to, as far to the left as they go.
func piece(text, from, to string) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	begins := func(i int, with string) bool { return strings.HasPrefix(strings.TrimSpace(lines[i]), with) }
	first := 0
	for ; first < len(lines) && !begins(first, from); first++ {
	}
	last := first
	for ; last < len(lines) && !begins(last, to); last++ {
	}
	if last == len(lines) {
		return "", fmt.Errorf("no lines from %q to %q", from, to)
	}
	indent := lines[first][:len(lines[first])-len(strings.TrimLeft(lines[first], "\t"))]
	var b strings.Builder
	for _, line := range lines[first : last+1] {
		b.WriteString(strings.TrimPrefix(line, indent))
	}
	return b.String(), nil
}

// signatures returns what callers see of functions, one below the other; of types,
// all.
func signatures(rest string) (string, error) {
	dir, names, _ := strings.Cut(rest, " ")
	var b strings.Builder
	for _, name := range strings.Fields(names) {
		node, _, fset, err := find(dir, name)
		if err != nil {
			return "", err
		}
		text, err := cut(dir, name)
		if err != nil {
			return "", err
		}
		if f, ok := node.(*ast.FuncDecl); ok && f.Body != nil {
			length := fset.Position(f.Body.Lbrace).Offset - fset.Position(f.Pos()).Offset
			line := strings.Join(strings.Fields(text[:length]), " ")
			text = fold(strings.ReplaceAll(line, "( ", "(")) + "\n"
		}
		b.WriteString(text)
	}
	return narrow(b.String(), widest)
}

// fold breaks a signature that is too wide behind a comma.
func fold(s string) string {
	if utf8.RuneCountInString(s) <= widest {
		return s
	}
	at := strings.LastIndex(s[:widest], ", ")
	if at < 0 {
		return s
	}
	return s[:at+1] + "\n    " + fold(s[at+2:])
}

// narrow shows a tab as four spaces, and refuses what is wider than wide.
func narrow(text string, wide int) (string, error) {
	text = strings.ReplaceAll(text, "\t", "    ")
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > wide {
			return "", fmt.Errorf("%d columns, at most %d allowed in a lesson: %s", n, wide, strings.TrimSpace(line))
		}
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text, nil
}

// changes returns what a diff of two files, or declarations, shows.
func changes(rest string) (string, error) {
	var texts []string
	for _, name := range strings.Fields(rest) {
		file, decl, ok := strings.Cut(name, "#")
		text, err := os.ReadFile(file)
		if ok {
			var s string
			s, err = cut(file, decl)
			text = []byte(s)
		}
		if err != nil {
			return "", err
		}
		texts = append(texts, string(text))
	}
	if len(texts) != 2 {
		return "", fmt.Errorf("a diff of %d files, want 2", len(texts))
	}
	var b strings.Builder
	diff, err := difference(texts[0], texts[1], "-U1")
	if err != nil {
		return "", err
	}
	for i, line := range strings.SplitAfter(diff, "\n") {
		switch {
		case i < 2: // the names
		case strings.HasPrefix(line, "@@"):
			if b.Len() > 0 {
				b.WriteString("@@\n")
			}
		default:
			b.WriteString(line)
		}
	}
	return narrow(b.String(), 1+widest) // a mark, and the code
}
