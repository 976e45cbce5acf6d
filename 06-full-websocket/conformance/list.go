package conformance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
)

// Select returns the cases that can judge side, and whose ids match pattern; nil
// matches all.
func Select(cases []Case, side Side, pattern *regexp.Regexp) (selected []Case) {
	for _, c := range cases {
		if (c.Side == Both || c.Side == side) && (pattern == nil || pattern.MatchString(c.ID)) {
			selected = append(selected, c)
		}
	}
	return selected
}

// List prints the cases, two lines each: the id, with the numbers in the
// Autobahn suite, and what is tried.
func List(w io.Writer, cases []Case) {
	r := Report{w: w}
	for _, c := range cases {
		id, numbers := c.ID, ""
		for _, n := range c.Autobahn {
			numbers += ", " + n
		}
		if numbers != "" {
			id += " (Autobahn " + numbers[2:] + ")"
		}
		fmt.Fprintln(w, id)
		r.wrap("    ", "    ", c.Title)
	}
}

// WriteJSON writes results for machines: one object a line (JSON Lines), with
// id, section, group, title, autobahn, verdict, expected, got and steps.
func WriteJSON(w io.Writer, results []Result) error {
	enc := json.NewEncoder(w)
	for _, r := range results {
		line := struct {
			ID       string   `json:"id"`
			Section  string   `json:"section"`
			Group    string   `json:"group"`
			Title    string   `json:"title"`
			Autobahn []string `json:"autobahn,omitempty"`
			Verdict  string   `json:"verdict"`
			Expected string   `json:"expected,omitempty"`
			Got      string   `json:"got,omitempty"`
			Steps    []string `json:"steps"`
		}{ID: r.ID, Section: r.Section(), Group: r.Group, Title: r.Title, Autobahn: r.Autobahn, Verdict: r.Verdict.String()}
		if len(r.Findings) > 0 {
			f := r.Findings[0]
			line.Section, line.Expected, line.Got = cmp.Or(f.Section, line.Section), f.Expected, f.Got
		}
		for _, d := range r.Done {
			line.Steps = append(line.Steps, d.Text)
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
