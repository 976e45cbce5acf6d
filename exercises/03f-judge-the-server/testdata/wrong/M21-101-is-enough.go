// This is what a client that looks at the status alone looks like. Any web server
// can say 101.

package client

import "fmt"

func JudgeResponse(r *Response, key string, offered Offer) error {
	if r.Status != 101 {
		return fmt.Errorf("the server answered %d %q, not 101", r.Status, r.Reason)
	}
	return nil
}
