package interop

import "testing"

// What a browser makes of each chapter. The words in hear are Chromium's own.

func TestBrowserShowsItsRequestToARawSocket(t *testing.T) {
	p, addr := start(t, "01-raw-socket")
	b := chromium(t).open(t, "http://"+addr+"/")
	p.Line("GET / HTTP/1.1") // as the hexdump shows it
	b.hear("net::ERR_INVALID_HTTP_RESPONSE")
}

func TestBrowserShowsNoEcho(t *testing.T) {
	_, addr := start(t, "02-tcp-echo")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.hear("net::ERR_INVALID_HTTP_RESPONSE")
}

// A page cannot speak to whatever listens: an echo gives it its own request
// back, and that is no answer to a handshake.
func TestBrowserRefusesAnEcho(t *testing.T) {
	_, echo := start(t, "02-tcp-echo")
	_, addr := start(t, "03-http-upgrade")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("onopen")
	b.typeInto("url", "ws://"+echo+"/", true)
	b.hear("net::ERR_INVALID_HTTP_RESPONSE")
	b.see(`onclose: code 1006, reason "", wasClean false`)
}

func TestBrowserOpensAndRefusesPlainText(t *testing.T) {
	p, addr := start(t, "03-http-upgrade")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("onopen")
	b.see("onerror")
	b.see(`onclose: code 1006, reason "", wasClean false`)
	b.hear("Invalid frame header") // 'H' is 0x48: FIN 0, RSV1, opcode 8
	p.Line("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
	b.picture("03.png")
}

func TestBrowserShowsFramesAndSendsNoise(t *testing.T) {
	p, addr := start(t, "04-frames")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see(`onmessage: "Hello"`)
	b.see(`onmessage: "Grüße"`)
	b.see("126 126 !!")
	b.typeInto("text", "Hello", true)
	p.Line("OP    1: text")
	p.Line("MASK  1: masked")
	p.Line("LEN   5")
	b.click("close")
	b.see(`onclose: code 1000, reason "", wasClean true`)
	b.picture("04.png")
}

func TestBrowserTalksInSingleFrames(t *testing.T) {
	p, addr := start(t, "05-masking")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("onopen")
	b.typeInto("text", "Grüße, 126", true)
	b.see(`onmessage: "Grüße, 126"`)
	p.Line("the key, repeated")
	b.click("close")
	b.see("wasClean true")
	b.picture("05.png")
}

// Claim C5.
func TestBrowserTalksToChapter06(t *testing.T) {
	p, addr := start(t, "06-full-websocket")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("open")
	b.typeInto("text", "Grüße, 5 €", true)
	b.see("→\nGrüße, 5 €")
	b.see("←\nGrüße, 5 €")
	b.call("Runtime.evaluate", map[string]any{"expression": "document.getElementById('kind').value = 'binary'"}, nil)
	b.typeInto("text", "00 ff 80", true)
	b.see("←\n3 bytes: 00 ff 80")
	b.typeInto("code", "4001", false)
	b.typeInto("reason", "bye", true)
	b.see(`closed: code 4001, reason "bye", clean`)
	p.Line(`the peer closed: 4001, "bye"`)
	b.picture("06.png")
}

// A message of any size arrives as one, whatever frames and reads it took.
func TestBrowserEchoesLargeMessages(t *testing.T) {
	_, addr := start(t, "06-full-websocket")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("open")
	var result struct{ Result struct{ Value string } }
	b.call("Runtime.evaluate", map[string]any{"awaitPromise": true, "expression": `(async () => {
		const ws = new WebSocket('ws://' + location.host + '/')
		await new Promise(done => ws.onopen = done)
		const wrong = []
		for (const n of [0, 1, 125, 126, 127, 65535, 65536, 1 << 20, 8 << 20]) {
			const text = 'é'.repeat(n / 2) + 'x'.repeat(n % 2)
			const back = new Promise(done => ws.onmessage = e => done(e.data))
			ws.send(text)
			if (await back !== text) wrong.push(n)
		}
		const closed = new Promise(done => ws.onclose = e => done(e.code + ' ' + e.wasClean))
		ws.send('x'.repeat((16 << 20) + 1))
		return wrong.join() + '|' + await closed
	})()`}, &result)
	if got, want := result.Result.Value, "|1009 true"; got != want {
		t.Errorf("wrong echoes | close after 16 MiB + 1 = %q, want %q", got, want)
	}
}

func TestBrowserIsToldThatTheServerLeaves(t *testing.T) {
	p, addr := start(t, "06-full-websocket")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("open")
	p.Interrupt()
	b.see(`closed: code 1001, reason "the server is shutting down", clean`)
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after Ctrl-C, want 0", status)
	}
}

// A process that is killed says no goodbye: 1006, which is never on the wire.
func TestBrowserReportsALostConnection(t *testing.T) {
	p, addr := start(t, "06-full-websocket")
	b := chromium(t).open(t, "http://"+addr+"/")
	b.see("open")
	p.Kill()
	b.see(`closed: code 1006, reason "", not clean`)
}

// The Origin check is on by default: a page of another server may not connect.
//
// Claim C7.
func TestBrowserPageOfAnotherOriginIsRefused(t *testing.T) {
	p, addr := start(t, "06-full-websocket")
	_, other := start(t, "03-http-upgrade")
	b := chromium(t).open(t, "http://"+other+"/")
	b.see("onopen")
	b.typeInto("url", "ws://"+addr+"/", true)
	b.hear("Unexpected response code: 403")
	p.Line("403 (RFC 6455 §10.2)")
}
