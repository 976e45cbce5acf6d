package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// patience bounds every wait for the browser; no test is meant to come near.
const patience = 60 * time.Second

// devtools speaks the DevTools protocol: JSON messages over a WebSocket, and
// the WebSocket is this repository's own.
type devtools struct {
	conn *websocket.Conn

	mu      sync.Mutex
	last    int
	answers map[int]chan message
	events  map[string][]message // by session
	more    chan struct{}        // closed and made anew when events grow
	err     error                // why reading ended
}

// message is a call, its answer, or an event.
type message struct {
	ID        int                       `json:"id,omitempty"`
	SessionID string                    `json:"sessionId,omitempty"`
	Method    string                    `json:"method,omitempty"`
	Params    any                       `json:"params,omitempty"`
	Result    json.RawMessage           `json:"result,omitempty"`
	Error     *struct{ Message string } `json:"error,omitempty"`
}

func dialDevtools(ctx context.Context, url string) (*devtools, error) {
	conn, err := websocket.Dial(ctx, url, &websocket.Options{Limit: 64 << 20})
	if err != nil {
		return nil, err
	}
	d := &devtools{conn: conn, answers: make(map[int]chan message), events: make(map[string][]message), more: make(chan struct{})}
	go d.read()
	return d, nil
}

func (d *devtools) read() {
	for {
		var m message
		_, p, err := d.conn.ReadMessage(nil)
		if err == nil {
			err = json.Unmarshal(p, &m)
		}
		d.mu.Lock()
		if err != nil {
			d.err = err
			for _, answer := range d.answers {
				close(answer)
			}
			d.answers = nil
		} else if m.ID != 0 {
			d.answers[m.ID] <- m
			delete(d.answers, m.ID)
		} else {
			d.events[m.SessionID] = append(d.events[m.SessionID], m)
		}
		close(d.more)
		d.more = make(chan struct{})
		d.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// call calls a method and decodes its result into result, if that is not nil.
func (d *devtools) call(ctx context.Context, session, method string, params, result any) error {
	answer := make(chan message, 1)
	d.mu.Lock()
	if d.err != nil {
		d.mu.Unlock()
		return d.err
	}
	d.last++
	m := message{ID: d.last, SessionID: session, Method: method, Params: params}
	d.answers[m.ID] = answer
	d.mu.Unlock()

	p, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := d.conn.WriteMessage(websocket.Text, p); err != nil {
		return err
	}
	select {
	case a, ok := <-answer:
		switch {
		case !ok:
			return d.err
		case a.Error != nil:
			return fmt.Errorf("%s: %s", method, a.Error.Message)
		case result != nil:
			return json.Unmarshal(a.Result, result)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

// A tab is a page of the browser.
type tab struct {
	t       testing.TB
	d       *devtools
	session string
}

// open opens url in a tab of its own, which the end of the test closes.
func (d *devtools) open(t testing.TB, url string) *tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var target struct{ TargetID string }
	var attached struct{ SessionID string }
	err := d.call(ctx, "", "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	if err == nil {
		err = d.call(ctx, "", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		d.call(ctx, "", "Target.closeTarget", map[string]any{"targetId": target.TargetID}, nil)
	})
	tab := &tab{t, d, attached.SessionID}
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		tab.call(domain+".enable", nil, nil)
	}
	tab.call("Page.navigate", map[string]any{"url": url}, nil)
	return tab
}

func (b *tab) call(method string, params, result any) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.d.call(ctx, b.session, method, params, result); err != nil {
		b.t.Fatalf("%v\nthe browser said:\n%s", err, b.said())
	}
}

// see waits until the page's log shows text.
func (b *tab) see(text string) {
	b.t.Helper()
	quoted, _ := json.Marshal(text)
	script := fmt.Sprintf(`new Promise(done => {
		const look = () => { if ((document.getElementById('log')?.innerText ?? '').includes(%s)) done(true) }
		new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true})
		look()
	})`, quoted)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for { // a navigation in between ends the script; then it is asked once more
		var result struct{ Result struct{ Value bool } }
		err := b.d.call(ctx, b.session, "Runtime.evaluate", map[string]any{
			"expression": script, "awaitPromise": true, "returnByValue": true}, &result)
		if err == nil && result.Result.Value {
			return
		}
		if ctx.Err() != nil {
			b.t.Fatalf("the page does not show %q; it shows:\n%s\nthe browser said:\n%s", text, b.shows(), b.said())
		}
	}
}

// shows returns what the page's log shows.
func (b *tab) shows() string {
	var result struct{ Result struct{ Value string } }
	b.call("Runtime.evaluate", map[string]any{"expression": "document.getElementById('log')?.innerText ?? document.body?.innerText"}, &result)
	return result.Result.Value
}

// click runs a click on the element with this id.
func (b *tab) click(id string) {
	b.t.Helper()
	b.call("Runtime.evaluate", map[string]any{"expression": fmt.Sprintf("document.getElementById(%q).click()", id), "userGesture": true}, nil)
}

// typeInto types text into the element with this id, and Enter if asked to.
func (b *tab) typeInto(id, text string, enter bool) {
	b.t.Helper()
	b.call("Runtime.evaluate", map[string]any{"expression": fmt.Sprintf("document.getElementById(%q).focus(); document.getElementById(%q).value = ''", id, id)}, nil)
	b.call("Input.insertText", map[string]any{"text": text}, nil)
	if enter {
		key := map[string]any{"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
		b.call("Input.dispatchKeyEvent", key, nil)
		b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}, nil)
	}
}

// hear waits until the browser's own log, what the developer tools show,
// contains text.
func (b *tab) hear(text string) {
	b.t.Helper()
	deadline := time.After(patience)
	for {
		b.d.mu.Lock()
		more, err := b.d.more, b.d.err
		b.d.mu.Unlock()
		if strings.Contains(b.said(), text) {
			return
		}
		if err != nil {
			b.t.Fatalf("the browser is gone: %v", err)
		}
		select {
		case <-more:
		case <-deadline:
			b.t.Fatalf("the browser does not say %q; it said:\n%s\nthe page shows:\n%s", text, b.said(), b.shows())
		}
	}
}

// said returns the browser's log: console entries and WebSocket errors.
func (b *tab) said() string {
	b.d.mu.Lock()
	defer b.d.mu.Unlock()
	var lines []string
	for _, m := range b.d.events[b.session] {
		switch m.Method {
		case "Log.entryAdded", "Network.webSocketFrameError", "Network.loadingFailed":
			p, _ := json.Marshal(m.Params)
			lines = append(lines, m.Method+" "+string(p))
		}
	}
	return strings.Join(lines, "\n")
}
