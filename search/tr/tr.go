package tr

import (
	"fmt"
	"os"
	"time"
)

func At(format string, a ...any) {
	fmt.Fprintf(os.Stderr, "@@%d "+format+"\n", append([]any{time.Now().UnixMicro()}, a...)...)
}
