// The exercises: build it yourself, piece by piece. Without a verb, this command
// lists them and says which comes next.
package main

import (
	"os"

	"example/websocket/01-raw-socket/program"
	"example/websocket/exercises/internal/grade"
	"example/websocket/exercises/internal/graft"
	"example/websocket/exercises/internal/runner"
)

func main() {
	screen := program.Live()
	r := &runner.Runner{In: os.Stdin, Out: os.Stdout, Color: screen, Clear: screen}
	p := program.New("exercises", "build it yourself, checked at every step")
	p.Otherwise(p.Verb("check", "[NAME…]", "check an exercise, or a chapter's; without NAME, list them all", "exercises 03b", r.Check))
	p.Verb("watch", "[NAME]", "check whenever you save; go on to the next when it is passed", "exercises watch 03b", r.Watch)
	p.Verb("hint", "NAME", "give a hint; each time one that says more", "exercises hint 03b", r.Hint)
	solution := p.Verb("solution", "NAME", "show how we have solved what you have passed", "exercises solution 03b", r.Solution)
	solution.BoolVar(&r.Spoil, "spoil", false, "also what you have not passed")
	solution.BoolVar(&r.Write, "write", false, "with -spoil: put it into your files, of a whole chapter if you like")
	reset := p.Verb("reset", "NAME", "put your file back as it was shipped; your text is kept beside it", "exercises reset 03b", r.Reset)
	reset.BoolVar(&r.Yes, "yes", false, "do not ask")
	graft.Verb(p)
	grade.Verb(p)
	p.Main()
}
