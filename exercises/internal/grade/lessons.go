package grade

import (
	"regexp"
	"slices"

	"example/websocket/06-full-websocket/conformance"
)

// A stage is a row of the table.
type stage struct {
	number, tries, lesson string
	doors                 []string // cases, one for each side: who fails its own need not try the rest
}

var stages = []stage{
	{"02", "several clients, rude ones too", "02-tcp-echo", nil},
	{"03", "the handshake", "03-http-upgrade", []string{"4.2.2/plain-request", "4.1/response-plain"}},
	{"04", "frames: lengths, bits, pieces", "04-frames", []string{"5.2/text-of-7-bytes"}},
	{"05", "masked input, unmasked output", "05-masking", []string{"5.3/key-of-the-rfc", "5.3/payload-in-pieces-of-1"}},
	{"06", "the whole conformance suite", "06-full-websocket", nil},
}

// The stages, as places in stages.
const (
	atCrowd = iota
	atHandshake
	atFrames
	atMasks
	atLast
)

// A lesson says where what some cases try is taught.
type lesson struct {
	stage    int
	exercise string // its folder in exercises, "" is none: the chapter teaches it
	ids      *regexp.Regexp
}

func taught(stage int, exercise, ids string) lesson {
	return lesson{stage, exercise, regexp.MustCompile("^(" + ids + ")$")}
}

// lessons are in the order in which a teacher would look at a server: what
// stands further down can only go well if what stands above it does. The first
// that matches counts.
var lessons = []lesson{
	taught(atHandshake, "", `4\.2\.2/plain-request|4\.1/response-plain`),
	taught(atHandshake, "03b-accept-key", `4\.2\.2/accept-of-the-rfc`),
	taught(atHandshake, "03e-nothing-may-be-lost", `4\.2\.1/(cut-.*|byte-by-byte|line-by-line)|4\.1/response-byte-by-byte|4\.1/response-cut.*`),
	taught(atLast, "02a-serve-everybody", `4\.2\.1/(half-a-request-delays-nobody|refused-then-served|hangs-up.*)|10\.4/half-a-request`),
	taught(atHandshake, "03c-a-list-is-not-a-string", `4\.2\.1/(upgrade|connection)-(in|is|on|list)-.*|9110-5\.6\.1/list.*`),
	taught(atHandshake, "03d-the-bouncer", `4\.2\.1/(names|fields|key-first|key-last|key-with|unknown|fifty|what)-?.*`),
	taught(atHandshake, "03d-the-bouncer", `4\.2\.1/(post|no-.*|key-.*)|4\.2\.2/version.*|11\.3\.1/.*`),
	taught(atMasks, "05c-a-masked-frame", `4\.1/request-key-is-fresh`),
	taught(atHandshake, "03h-what-a-url-says", `4\.1/request-names-the-host`),
	taught(atHandshake, "", `4\.1/request-.*|11\.3\.3/.*`),
	taught(atHandshake, "03g-whose-page-is-it", `10\.2/.*|6454-.*|11\.3\.4/.*|4\.2\.2/subprotocol.*|4\.1/protocol.*`),
	taught(atHandshake, "03e-nothing-may-be-lost", `4\.1/(frame|half-a-frame)-glued.*`),
	taught(atHandshake, "03e-nothing-may-be-lost", `9112-6.*`),
	taught(atHandshake, "03f-judge-the-server", `4\.1/(response|status|upgrade|connection|accept|subprotocol|extension).*|9112-[48]/.*|9110-.*/(response|interim).*|9112-.*/response.*|9\.1/response.*`),
	taught(atHandshake, "03c-a-list-is-not-a-string", `4\.2\.1/(upgrade|connection)-.*`),
	taught(atHandshake, "03d-the-bouncer", `4\.2\..*|9110-.*|9112-.*|3/.*|9\.1/(unknown|several|empty|extension).*|11\.3.*|10\.4/(request-line|head).*`),

	taught(atLast, "06a-which-frame-may-follow", `5\.2/rsv.*-(on-continuation|early)|5\.[25]/.*-inside-a-message|5\.1/(un)?masked-continuation`),
	taught(atFrames, "04d-a-whole-header", `5\.2/text-of-7-bytes|5\.2/(text|binary)-of-0-bytes`),
	taught(atFrames, "04c-three-lengths", `5\.2/(text|binary)-of-(\d{1,2}|1[01]\d|12[0-5])-bytes`),
	taught(atFrames, "04d-a-whole-header", `5\.2/header-of-5-bytes.*|5\.2/(two-frames|one-more|frames-across).*|4\.1/three-frames-glued.*`),
	taught(atFrames, "04c-three-lengths", `5\.2/(text|binary)-of-\d+-bytes(-in-pieces)?|5\.2/bytes-are-counted|4\.1/long-message-glued.*|5\.6/(text|binary)-of-1-mib`),
	taught(atFrames, "04d-a-whole-header", `5\.2/(header-of|twenty-frames).*`),
	taught(atFrames, "04b-eight-bits", `5\.6/kinds-keep`),
	taught(atFrames, "04e-do-not-trust-the-number", `5\.2/length-.*`),
	taught(atFrames, "04c-three-lengths", `5\.2/.*-in-the-12[67]-form`),
	taught(atFrames, "04a-predict-two-bytes", `5\.2/(http|framing|plain)-.*`),
	taught(atFrames, "04g-break-a-rule", `5\.2/.*|5\.5/.*`),

	taught(atMasks, "05b-xor-with-memory", `5\.3/(key-of-the-rfc|key-0|key-all-ones|key-of-one-bit|key-that-makes-http|same-key-twice)`),
	taught(atMasks, "05b-xor-with-memory", `5\.3/payload-in-pieces-.*`),
	taught(atMasks, "05c-a-masked-frame", `5\.3/client-masks`),
	taught(atMasks, "", `5\.1/.*`),
	taught(atMasks, "05c-a-masked-frame", `5\.3/(fresh-keys|key-random.*|key-no-counter|first-key.*)`),

	taught(atLast, "06d-the-goodbye", `7\.4\.1/close-1000|5\.5\.2/ping-after-close`),
	taught(atLast, "06b-answer-a-ping", `5\.5\.[23]/.*|5\.3/server-does-not-mask`),
	taught(atLast, "06a-which-frame-may-follow", `5\.4/.*|5\.3/.*|4\.1/fragments-glued.*`),
	taught(atLast, "06c-close-codes", `7\.4.*|5\.5\.1/close-.*`),
	taught(atLast, "06d-the-goodbye", `1\.4/.*|7\..*|5\.5\.1/.*|4\.1/close-glued.*`),
	taught(atLast, "06e-half-a-letter", `8\.1/.*`),
	taught(atLast, "", `10\.4/endless-.*`),
	taught(atLast, "04e-do-not-trust-the-number", `10\.4/.*`),
	taught(atLast, "", `.*`),
}

// lessonOf returns the place of a case in lessons.
func lessonOf(id string) int {
	return slices.IndexFunc(lessons, func(l lesson) bool { return l.ids.MatchString(id) })
}

// masked are cases of stage 04 that stage 05 tries again: there the masking keys
// were zero.
var masked = regexp.MustCompile(`^5\.2/(text|binary)-of-(126|65536|131073)-bytes$`)

// whole is a case of which the closing handshake is a part.
const whole = "5.3/client-masks"

// casesOf returns the cases of a stage, in the order of the lessons. In the
// stages before the last a case is only what that stage is about.
func casesOf(at int, side conformance.Side, all []conformance.Case) (cases []conformance.Case) {
	for _, c := range conformance.Select(all, side, nil) {
		mine := lessons[lessonOf(c.ID)].stage
		switch {
		case at != atLast && mine != at && !(at == atMasks && masked.MatchString(c.ID)):
			continue
		case at == atHandshake && side == conformance.Servers:
			c = c.WithoutTalk()
		case at != atLast && c.ID != whole:
			c = c.WithoutGoodbye()
		}
		cases = append(cases, c)
	}
	slices.SortStableFunc(cases, func(a, b conformance.Case) int { return order(at, a) - order(at, b) })
	return cases
}

// requests are cases about what a client does first, before anything that may go
// wrong with the response.
var requests = regexp.MustCompile(`^4\.1/request-`)

// isDoor reports whether c is the door of the stage at.
func isDoor(at int, c conformance.Case) bool { return slices.Contains(stages[at].doors, c.ID) }

// order is where a case stands in a stage: first its door, behind the requests,
// in the last stage then what no stage before it has tried.
func order(at int, c conformance.Case) int {
	i := lessonOf(c.ID)
	switch {
	case at == atHandshake && requests.MatchString(c.ID):
		return -2
	case isDoor(at, c):
		return -1
	case lessons[i].stage < at:
		return i + len(lessons)
	}
	return i
}
