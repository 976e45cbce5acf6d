package main

import (
	"context"
	"fmt"
	"os"

	"example/websocket/01-raw-socket/program"
	"example/websocket/06-full-websocket/conformance"
)

// checkClient judges the client that connects. It needs no code of ours, and may
// be in any language: what it has to do is said in three lines.
func (j *judge) checkClient(ctx context.Context, _ []string) error {
	cases := conformance.Select(conformance.Cases(), conformance.Clients, j.pattern)
	if len(cases) == 0 {
		return program.Usagef("check-client: no case has an id that matches %v (-list shows them)", j.pattern)
	}
	if j.list {
		conformance.List(os.Stdout, cases)
		return nil
	}
	l, err := program.Listen(j.addr)
	if err != nil {
		return err
	}
	fmt.Printf(clients, l.Addr(), many(cases))
	report := conformance.NewReport(os.Stdout, program.Live(), cases)
	err = conformance.CheckClient(ctx, l, cases, j.how, report.Add)
	return j.end(report, err)
}

func many(cases []conformance.Case) string {
	if len(cases) == 1 {
		return "1 case"
	}
	return fmt.Sprintf("%d cases", len(cases))
}

// clients says how to be judged.
const clients = `listening on %[1]s
%[2]s for a client that echoes messages and connects, one by one, to
  ws://%[1]s/getCaseCount            and gets the number of cases
  ws://%[1]s/runCase?case=1&agent=X  for each case, from 1 on
  ws://%[1]s/updateReports?agent=X   at the end, for the report
such as go run ./06-full-websocket autobahn ws://%[1]s
`
