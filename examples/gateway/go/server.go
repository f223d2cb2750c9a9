// A server of Flowent actions, of the standard library alone:  HMAC_KEY=hmac_… PORT=8080 go run server.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const largest = 8 << 20
const tolerance = 300 // seconds

var errSignature = errors.New("Invalid signature")
var errStale = errors.New("Stale")

type Call struct {
	ActionName string         `json:"action_name"`
	Parameters map[string]any `json:"parameters"`
	Timestamp  int64          `json:"timestamp"`
	Test       bool           `json:"test"`
}

var actions = map[string]func(parameters map[string]any) string{
	"send_email": func(parameters map[string]any) string {
		return fmt.Sprintf("Email sent successfully to %v", parameters["recipient"])
	},
}

func verifyHeader(raw []byte, header string, hmacKey []byte) error {
	parts := map[string]string{}
	for _, part := range strings.Split(header, ",") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	mac := hmac.New(sha256.New, hmacKey)
	mac.Write([]byte(parts["t"] + "."))
	mac.Write(raw)
	if !hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(parts["v1"])) {
		return errSignature
	}
	timestamp, err := strconv.ParseInt(parts["t"], 10, 64)
	if age := time.Now().Unix() - timestamp; err != nil || age > tolerance || age < -tolerance {
		return errStale
	}
	return nil
}

// For what strips headers: the body is the signed text with the signature as its very last member, so cut that off.
func verifyBody(raw []byte, hmacKey []byte) error {
	at := len(raw) - len(`,"signature":""}`) - 2*sha256.Size
	if at < 0 {
		return errSignature
	}
	mac := hmac.New(sha256.New, hmacKey)
	mac.Write(raw[:at])
	mac.Write([]byte("}"))
	if !hmac.Equal(raw[at:], []byte(`,"signature":"`+hex.EncodeToString(mac.Sum(nil))+`"}`)) {
		return errSignature
	}
	var call Call
	err := json.Unmarshal(raw, &call)
	if age := time.Now().Unix() - call.Timestamp; err != nil || age > tolerance || age < -tolerance {
		return errStale
	}
	return nil
}

func answer(raw []byte, header string, hmacKey []byte) (status int, result, problem string) {
	verify := func() error { return verifyBody(raw, hmacKey) }
	if header != "" {
		verify = func() error { return verifyHeader(raw, header, hmacKey) }
	}
	if err := verify(); err != nil {
		return 401, "", err.Error()
	}
	var call Call
	if json.Unmarshal(raw, &call) != nil {
		return 400, "", "Invalid request"
	}
	if call.Test {
		return 200, "ready", ""
	}
	if action := actions[call.ActionName]; action != nil {
		return 200, action(call.Parameters), ""
	}
	return 404, "", "Unknown action"
}

func main() {
	hmacKey, port := []byte(os.Getenv("HMAC_KEY")), os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if len(hmacKey) == 0 || err != nil {
		fmt.Fprintln(os.Stderr, "HMAC_KEY is missing, or the port is taken")
		os.Exit(1)
	}
	fmt.Printf("listening on http://%s\n", listener.Addr())
	http.Serve(listener, http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		status, result, problem := 413, "", "Too large"
		if raw, err := io.ReadAll(http.MaxBytesReader(response, request.Body, largest)); err == nil {
			status, result, problem = answer(raw, request.Header.Get("X-Flowent-Signature"), hmacKey)
		}
		response.Header().Set("Content-Type", "application/json")
		response.WriteHeader(status)
		json.NewEncoder(response).Encode(map[string]string{"result": result, "error": problem})
	}))
}
