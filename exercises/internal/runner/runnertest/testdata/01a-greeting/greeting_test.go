package greeting_test

import (
	_ "embed"
	"testing"
	"time"

	greeting "example/websocket/exercises/01a-greeting"
	"example/websocket/exercises/internal/check"
)

//go:embed greeting.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestGreeting(t *testing.T) {
	check.Run(t, check.File{Name: "greeting.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "by-name", Section: "RFC 6455 §1.3", Limit: 2 * time.Second,
			Says: `Greeting("Bob") is the ten bytes "Hello, Bob".`,
			Run: func(t *check.T) {
				t.Call("Greeting(%q)", "Bob")
				t.Bytes(greeting.Greeting("Bob"), []byte("Hello, Bob"))
			},
		},
		check.Case{
			Name: "to-nobody", Limit: 2 * time.Second,
			Says: `Greeting("") is the five bytes "Hello".`,
			Run: func(t *check.T) {
				t.Call("Greeting(%q)", "")
				t.Bytes(greeting.Greeting(""), []byte("Hello"))
			},
		},
	)
}
