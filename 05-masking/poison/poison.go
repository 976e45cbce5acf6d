package poison

import "context"

func Run(ctx context.Context, args []string) error { return nil }
