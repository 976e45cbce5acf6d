package client_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	client "example/websocket/exercises/03f-judge-the-server"
	"example/websocket/exercises/internal/check"
)

// The key and the answer of RFC 6455 §1.3.
const (
	sampleKey    = "dGhlIHNhbXBsZSBub25jZQ=="
	sampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
)

// offered is what the client of the README has asked for.
func offered() client.Offer {
	return client.Offer{Subprotocols: []string{"chat", "superchat"}, Extensions: []string{"permessage-deflate"}}
}

// response returns the 101 of the README, changed.
func response(changes ...func(*client.Response)) *client.Response {
	r := &client.Response{Status: 101, Reason: "Switching Protocols", Header: make(http.Header)}
	for _, change := range append([]func(*client.Response){
		set("Upgrade", "websocket"), set("Connection", "Upgrade"), set("Sec-WebSocket-Accept", sampleAccept),
	}, changes...) {
		change(r)
	}
	return r
}

func status(code int) func(*client.Response) {
	return func(r *client.Response) { r.Status, r.Reason = code, http.StatusText(code) }
}

// set gives a field these values, one line each; without any it is not there.
func set(name string, values ...string) func(*client.Response) {
	return func(r *client.Response) {
		r.Header.Del(name)
		for _, value := range values {
			r.Header.Add(name, value)
		}
	}
}

func accepts(t *check.T, how string, changes ...func(*client.Response)) {
	t.Call("JudgeResponse(%s)", how)
	if err := client.JudgeResponse(response(changes...), sampleKey, offered()); err != nil {
		t.Drawn("an error", "nil", saying(err))
	}
}

func fails(t *check.T, how string, changes ...func(*client.Response)) {
	t.Call("JudgeResponse(%s)", how)
	if err := client.JudgeResponse(response(changes...), sampleKey, offered()); err == nil {
		t.Wrong("nil", "an error")
	}
}

// failsUnasked is fails for a subprotocol where none was offered.
func failsUnasked(t *check.T) {
	t.Call("JudgeResponse(Sec-WebSocket-Protocol: chat), where nothing was offered")
	if err := client.JudgeResponse(response(set("Sec-WebSocket-Protocol", "chat")), sampleKey, client.Offer{}); err == nil {
		t.Wrong("nil", "an error")
	}
}

// errorNames demands an error whose text holds the status.
func errorNames(t *check.T, code int) {
	t.Call("JudgeResponse(%d %s)", code, http.StatusText(code))
	r := &client.Response{Status: code, Reason: http.StatusText(code), Header: http.Header{"Connection": {"close"}}}
	err := client.JudgeResponse(r, sampleKey, offered())
	if err == nil {
		t.Wrong("nil", "an error")
	}
	if !strings.Contains(err.Error(), strconv.Itoa(code)) {
		without, with := fmt.Sprintf("an error without %d in its text", code), fmt.Sprintf("an error with %d in its text", code)
		t.Drawn(without, with, saying(err))
	}
}

// saying is what a screen shows of an error, below what came and what was wanted.
func saying(err error) string {
	return strings.Join(check.Fold("the error says: "+err.Error(), 76), "\n")
}
