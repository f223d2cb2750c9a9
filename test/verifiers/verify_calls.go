// Runs the documentation's Go sample, unchanged, on calls given as lines on stdin; for each prints its verdict and what Go writes.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var call map[string]interface{}
		if json.Unmarshal(line, &call) != nil {
			fmt.Println("false not JSON")
			continue
		}
		signature := call["signature"].(string)
		delete(call, "signature")
		text, _ := json.Marshal(call)
		fmt.Println(validateSignature(call, signature, []byte(os.Args[1])), string(text))
	}
}
