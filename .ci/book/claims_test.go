package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

func TestWhatShowsNothing(t *testing.T) {
	for body, want := range map[string]bool{
		"": true, "t.Skip()": true, "t.Skipf(`later`); t.Fatal()": true,
		"t.Helper(); t.Skip()": false, "x := 1; _ = x": false, "run()": false,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p; func TestIt(t *testing.T) {"+body+"}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := showsNothing(file.Decls[0].(*ast.FuncDecl)); got != want {
			t.Errorf("a test of %q shows nothing: %v, want %v", body, got, want)
		}
	}
}
