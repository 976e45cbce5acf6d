package conformance

// groups are all cases, in the order of the report.
var groups = []struct {
	name  string
	cases func() []Case
}{
	{"handshake", opening},
	{"framing", framing},
	{"lengths", lengths},
	{"masking", masking},
	{"fragmentation", fragments},
	{"ping and pong", pings},
	{"close", closing},
	{"UTF-8", textIsUTF8},
	{"limits", limits},
	{"volume", volume},
	{"deflate terms", compressionTerms},
	{"deflate", compression},
	{"deflate sizes", compressionVolume},
	{"client asks", clientRequests},
	{"client accepts", clientResponses},
	{"client refuses", clientRefusals},
	{"guessing keys", guessable},
}

// Cases returns every case, for either side.
func Cases() []Case {
	var all []Case
	for _, g := range groups {
		for _, c := range g.cases() {
			c.Group = g.name
			all = append(all, c)
		}
	}
	return all
}
