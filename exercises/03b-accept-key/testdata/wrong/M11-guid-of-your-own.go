// This is what a GUID of your own looks like. A GUID is made fresh as a rule;
// this one is the same for every server in the world.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "6F9619FF-8B86-D011-B42D-00CF4FC964FF"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
