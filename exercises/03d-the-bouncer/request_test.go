package bouncer_test

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strings"

	bouncer "example/websocket/exercises/03d-the-bouncer"
	"example/websocket/exercises/internal/check"
)

const sampleKey = "dGhlIHNhbXBsZSBub25jZQ==" // of RFC 6455 §1.3

// browser returns the request that the README shows, changed.
func browser(changes ...func(*bouncer.Request)) *bouncer.Request {
	r := &bouncer.Request{Method: "GET", Target: "/chat", Fields: []bouncer.Field{
		{Name: "Host", Value: "chat.example"},
		{Name: "Connection", Value: "Upgrade"},
		{Name: "Upgrade", Value: "websocket"},
		{Name: "Origin", Value: "https://chat.example"},
		{Name: "Sec-WebSocket-Version", Value: "13"},
		{Name: "Sec-WebSocket-Key", Value: sampleKey},
		{Name: "Sec-WebSocket-Extensions", Value: "permessage-deflate"},
	}}
	for _, change := range changes {
		change(r)
	}
	return r
}

func method(m string) func(*bouncer.Request) {
	return func(r *bouncer.Request) { r.Method = m }
}

func with(name, value string) func(*bouncer.Request) {
	return func(r *bouncer.Request) { r.Fields = append(r.Fields, bouncer.Field{Name: name, Value: value}) }
}

func without(name string) func(*bouncer.Request) {
	return func(r *bouncer.Request) {
		r.Fields = slices.DeleteFunc(r.Fields, func(f bouncer.Field) bool { return f.Name == name })
	}
}

// set changes the value where the field stands.
func set(name, value string) func(*bouncer.Request) {
	return func(r *bouncer.Request) {
		for i := range r.Fields {
			if r.Fields[i].Name == name {
				r.Fields[i].Value = value
			}
		}
	}
}

func lowerNames(r *bouncer.Request) {
	for i := range r.Fields {
		r.Fields[i].Name = strings.ToLower(r.Fields[i].Name)
	}
}

// accepts demands nil for the browser's request, changed in the way that how says.
func accepts(t *check.T, how string, changes ...func(*bouncer.Request)) {
	t.Call("Judge(the browser's request, %s)", how)
	if refusal := bouncer.Judge(browser(changes...)); refusal != nil {
		t.Wrong(fmt.Sprintf("a refusal with status %d", refusal.Status), "nil: it gets its 101")
	}
}

// refuses demands a refusal with that status and, unless it is "", that field.
func refuses(t *check.T, how string, status int, field string, changes ...func(*bouncer.Request)) {
	t.Call("Judge(the browser's request, but %s)", how)
	refusal := bouncer.Judge(browser(changes...))
	if refusal == nil {
		t.Wrong("nil: it gets its 101", fmt.Sprintf("a refusal with status %d", status))
	}
	if refusal.Status != status {
		t.Wrong(fmt.Sprintf("a refusal with status %d", refusal.Status), fmt.Sprintf("a refusal with status %d", status))
	}
	name, value, _ := strings.Cut(field, ": ")
	if got := sent(t, refusal).Values(name); field != "" && !slices.Equal(got, []string{value}) {
		t.Wrong(fmt.Sprintf("%d with %s: %q", status, name, got), fmt.Sprintf("%d with %s", status, field))
	}
}

func refusesKey(t *check.T, keys ...string) {
	for _, key := range keys {
		refuses(t, fmt.Sprintf("Sec-WebSocket-Key: %q", key), 400, "", set("Sec-WebSocket-Key", key))
	}
}

// sent returns the header of the response that the refusal becomes.
func sent(t *check.T, refusal *bouncer.Refusal) http.Header {
	text := string(refusal.Append(nil))
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(text)), nil)
	if err != nil {
		t.Wrong(fmt.Sprintf("the response %q: %v", text, err), "a response that is HTTP")
	}
	resp.Body.Close()
	return resp.Header
}

func reasons(t *check.T) {
	for _, bad := range []struct {
		how    string
		change func(*bouncer.Request)
	}{
		{"the method POST", method("POST")},
		{"no Upgrade", without("Upgrade")},
		{"no Connection", without("Connection")},
		{"no Sec-WebSocket-Version", without("Sec-WebSocket-Version")},
		{"Sec-WebSocket-Version: 8", set("Sec-WebSocket-Version", "8")},
		{"no Sec-WebSocket-Key", without("Sec-WebSocket-Key")},
		{"an empty Sec-WebSocket-Key", set("Sec-WebSocket-Key", "")},
		{"the key on two lines", with("Sec-WebSocket-Key", sampleKey)},
		{"Origin: https://evil.example", set("Origin", "https://evil.example")},
	} {
		t.Call("Judge(the browser's request, but %s)", bad.how)
		if refusal := bouncer.Judge(browser(bad.change)); refusal != nil && refusal.Reason == "" {
			t.Wrong(fmt.Sprintf("a refusal with status %d and no Reason", refusal.Status), "a sentence that says what is wrong")
		}
	}
}
