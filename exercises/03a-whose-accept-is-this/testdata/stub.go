package autopsy

// Put the name of a slip from given.go in the place of each NoAnswer.
const (
	// Your answer here.
	First  = NoAnswer // Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=
	Second = NoAnswer // zvnId+CMmoYWpbuFiCx6kU/bpAw=
	Third  = NoAnswer // YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ==
	Fourth = NoAnswer // BXhwxM0SZasKmCD9S4BfpPmCnEw=
	Fifth  = NoAnswer // 9IZAeK9wO5ZSe7JgQ7zGFoDfes0=

	SameForEveryKey = NoAnswer // the slip that gives one value, whatever the key is
)
