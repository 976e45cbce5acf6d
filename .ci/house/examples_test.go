package house

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// Each type, function and method of the engine has an example, and the output of
// every example is checked.
func TestEveryCallHasAnExample(t *testing.T) {
	const dir = "06-full-websocket/websocket"
	fset := token.NewFileSet()
	var files []*ast.File
	names, _ := filepath.Glob(dir + "/*.go")
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(fset, files, module+"/"+dir)
	if err != nil {
		t.Fatal(err)
	}
	has := func(name string, examples []*doc.Example) {
		if len(examples) == 0 {
			t.Errorf("%s has no example", name)
		}
		for _, e := range examples {
			if e.Output == "" {
				t.Errorf("Example%s has no output that is checked", e.Name)
			}
		}
	}
	has("the package", pkg.Examples)
	for _, f := range pkg.Funcs {
		has(f.Name, f.Examples)
	}
	for _, typ := range pkg.Types {
		has(typ.Name, typ.Examples)
		for _, f := range typ.Funcs {
			has(f.Name, f.Examples)
		}
		for _, m := range typ.Methods {
			has(typ.Name+"."+m.Name, m.Examples)
		}
	}
}
