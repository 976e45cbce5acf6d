package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"example/websocket/04-frames/frame"
)

// A client is judged by asking for it: it connects to the judge once for each
// case, and has only to echo what it gets. What it asks for stands in the
// request's target, as in the Autobahn suite:
//
//	/getCaseCount            one text message, the number of cases N; then a Close
//	/runCase?case=1&agent=A  the case; from 1 to N, in any order, side by side too
//	/getCaseInfo?case=1      what the case is, in JSON
//	/getCaseStatus?case=1    how it ended, in JSON
//	/updateReports?agent=A   the end of the run; then a Close

// CheckClient listens on l and plays the cases with the client that asks for
// them. Each result goes to done, one after the other, in the order in which
// they end; of a case that is asked for again, the first result counts. It
// returns when the client asks for /updateReports, and then fails the cases that
// the client has left out; or when ctx is done, with its error; or with l's. It
// closes l.
func CheckClient(ctx context.Context, l net.Listener, cases []Case, o Options, done func(Result)) error {
	r := &visits{cases: Select(cases, Clients, nil), o: o.orDefault(), done: done, verdicts: make(map[int]Verdict), seen: newSeen()}
	defer context.AfterFunc(ctx, func() { l.Close() })()
	defer l.Close()
	var clients sync.WaitGroup
	var err error
	for err == nil {
		var conn net.Conn
		if conn, err = l.Accept(); err == nil {
			clients.Go(func() {
				if r.serve(ctx, conn) {
					l.Close()
				}
			})
		}
	}
	clients.Wait() // a case that goes on is bounded
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !r.reported:
		return err
	}
	for i, c := range r.cases {
		if _, ran := r.verdicts[i]; !ran {
			wait := fmt.Sprintf("to be asked for /runCase?case=%d", i+1)
			done(Result{Case: c, Verdict: Failed, Done: []Done{{Text: "wait " + wait}},
				Findings: []*Finding{{Failed, wait, "the client never did", c.Section()}}})
		}
	}
	return nil
}

// visits are a client's way through the cases.
type visits struct {
	cases []Case
	o     Options
	seen  *seen

	mu       sync.Mutex
	done     func(Result)
	verdicts map[int]Verdict // of the cases that have ended
	reported bool            // the client has asked for /updateReports
}

// serve reads what the client asks for, and does it. It reports whether that
// ends the run.
func (r *visits) serve(ctx context.Context, conn net.Conn) (last bool) {
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	p := newPeer(ctx, conn, frame.Server, r.o)
	defer p.close()
	p.seen = r.seen
	p.log = []Done{{Text: "read the client's request"}}
	request, err := p.readHead()
	if err != nil {
		p.refuse(400, err.Error())
		return false
	}
	p.request = request
	p.keySeen = r.seen.key(p.clientKey())
	_, rest, _ := strings.Cut(request.first, " ")
	target, _, _ := strings.Cut(rest, " ")
	u, err := url.ParseRequestURI(target)
	if err != nil {
		p.refuse(400, err.Error())
		return false
	}
	return r.answer(ctx, p, u)
}

func (r *visits) answer(ctx context.Context, p *Peer, u *url.URL) (last bool) {
	number := u.Query().Get("case")
	i, err := strconv.Atoi(number)
	i--
	ofCase := slices.Contains([]string{"/runCase", "/getCaseInfo", "/getCaseStatus"}, u.Path)
	switch {
	case ofCase && (err != nil || i < 0 || i >= len(r.cases)):
		p.refuse(404, fmt.Sprintf("there is no case %q: they are 1 to %d", number, len(r.cases)))
	case u.Path == "/runCase":
		if result := r.cases[i].play(ctx, p); ctx.Err() == nil {
			r.ended(i, result)
		}
	case u.Path == "/getCaseInfo":
		p.inform(map[string]string{"id": r.cases[i].ID, "description": r.cases[i].Title})
	case u.Path == "/getCaseStatus":
		p.inform(map[string]string{"behavior": r.status(i)})
	case u.Path == "/getCaseCount":
		p.inform(len(r.cases))
	case u.Path == "/updateReports":
		p.inform(nil)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.reported = true
		return true
	default:
		p.refuse(404, "ask for /getCaseCount, /runCase?case=N&agent=A, or /updateReports?agent=A")
	}
	return false
}

// ended hands on the result of a case.
func (r *visits) ended(i int, result Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, again := r.verdicts[i]; again {
		return
	}
	r.verdicts[i] = result.Verdict
	r.done(result)
}

// status returns a case's verdict, in the Autobahn suite's words.
func (r *visits) status(i int) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ran := r.verdicts[i]
	if !ran {
		return "UNIMPLEMENTED"
	}
	return map[Verdict]string{OK: "OK", NotOffered: "UNIMPLEMENTED", Informational: "INFORMATIONAL", NonStrict: "NON-STRICT", Failed: "FAILED"}[v]
}

// inform sends v, in JSON, as a text message if it is not nil, and says goodbye.
func (p *Peer) inform(v any) {
	if p.openForClient(Deal{}) != nil {
		p.refuse(400, "a WebSocket begins with a GET")
		return
	}
	if v != nil {
		b, _ := json.Marshal(v)
		p.send([]draft{text(string(b))}, 0, 0)
	}
	p.send([]draft{closeOf(frame.NormalClosure, "")}, 0, 0)
	for {
		if f, err := p.event(); err != nil || f.Opcode == frame.Close {
			return
		}
	}
}

// refuse answers a request that the judge can do nothing with.
func (p *Peer) refuse(status int, why string) {
	p.write(fmt.Appendf(nil, "HTTP/1.1 %d No\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\n",
		status, len(why)+1, why), 0, 0)
}

// seen is what a client has shown on all its connections, to tell what ought to
// be fresh from what is not.
type seen struct {
	mu    sync.Mutex
	keys  map[string]int  // Sec-WebSocket-Key
	masks map[[4]byte]int // the first masking key of a connection
}

func newSeen() *seen { return &seen{keys: make(map[string]int), masks: make(map[[4]byte]int)} }

// key takes note of a Sec-WebSocket-Key, and returns how often it had come
// before.
func (s *seen) key(key string) (before int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys[key]++
	return s.keys[key] - 1
}

// mask is key, for the first masking key of a connection.
func (s *seen) mask(key [4]byte) (before int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.masks[key]++
	return s.masks[key] - 1
}
