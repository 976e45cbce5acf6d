// Package interop holds the tests with real peers. A peer that is not
// installed skips its tests and says how to install it; with REQUIRE_PEERS=1 in
// the environment it fails them.
package interop
