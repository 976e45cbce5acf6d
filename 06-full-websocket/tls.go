package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"example/websocket/01-raw-socket/program"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
)

// tlsWithin bounds a client's TLS handshake.
const tlsWithin = 10 * time.Second

// identity is who serve is: the flags -cert, -key and -tls. Without them it is
// nobody, and speaks no TLS.
type identity struct {
	cert, key string // files
	self      bool
	config    *tls.Config // nil for no TLS
}

func (id *identity) flags(serve *program.Verb) {
	serve.StringVar(&id.cert, "cert", "", "speak TLS (https, wss) with the certificate in `FILE`, and -key")
	serve.StringVar(&id.key, "key", "", "the certificate's private key is in `FILE`")
	serve.BoolVar(&id.self, "tls", false, "speak TLS with a certificate made now, for trials on this machine")
}

// listen is net.Listen, once it is clear who we are.
func (id *identity) listen(network, address string) (net.Listener, error) {
	var pair tls.Certificate
	var err error
	switch {
	case id.self && id.cert+id.key != "":
		return nil, program.Usagef("serve: -tls makes a certificate, and -cert names one: want one of the two")
	case (id.cert == "") != (id.key == ""):
		return nil, program.Usagef("serve: -cert FILE and -key FILE go together")
	case id.self:
		pair, err = selfSigned(address)
	case id.cert != "":
		if pair, err = tls.LoadX509KeyPair(id.cert, id.key); err != nil {
			return nil, program.Usagef("serve: -cert %s -key %s: %v", id.cert, id.key, err)
		}
	default:
		return net.Listen(network, address)
	}
	if err != nil {
		return nil, err
	}
	id.config = &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}}
	return net.Listen(network, address)
}

// show says how to reach a server that speaks TLS.
func (id *identity) show(addr net.Addr) {
	if id.config == nil {
		return
	}
	host, port, _ := net.SplitHostPort(addr.String())
	if net.ParseIP(host).IsUnspecified() {
		host = "localhost"
	}
	at := net.JoinHostPort(host, port)
	fmt.Printf("TLS: https://%s/ and wss://%s/\n", at, at)
	if id.self {
		fmt.Println("nobody vouches for this certificate: a browser warns, dial wants -insecure")
		fmt.Printf("SHA-256 %s\n", fingerprint(id.config.Certificates[0].Certificate[0]))
	}
}

// over returns handle for connections that begin with TLS. The handshake runs
// where handle does, in the connection's own goroutine.
func (id *identity) over(handle server.Handler) server.Handler {
	if id.config == nil {
		return handle
	}
	return func(ctx context.Context, nc net.Conn) {
		conn := tls.Server(nc, id.config)
		soon, cancel := context.WithTimeout(ctx, tlsWithin)
		err := conn.HandshakeContext(soon)
		cancel()
		if err == nil {
			handle(ctx, conn)
			return
		}
		fmt.Printf("%s: no TLS: %v\n", nc.RemoteAddr(), err)
		var plain tls.RecordHeaderError
		if errors.As(err, &plain) && plain.Conn != nil { // it may well be HTTP
			handshake.Refuse(nc, &handshake.Refusal{Status: 400, Section: "RFC 9110 §15.5.1",
				Reason: "this port speaks TLS: the URL has to begin with https:// or wss://"})
		}
	}
}

// selfSigned makes a certificate for a week and this machine: for localhost, and
// for the host of address.
func selfSigned(address string) (pair tls.Certificate, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pair, err
	}
	is := &x509.Certificate{
		Subject:   pkix.Name{CommonName: "06-full-websocket, for trials"},
		NotBefore: time.Now().Add(-time.Hour), // clocks differ
		NotAfter:  time.Now().Add(7 * 24 * time.Hour),
		KeyUsage:  x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	host, _, _ := net.SplitHostPort(address)
	if ip := net.ParseIP(host); ip != nil {
		is.IPAddresses = append(is.IPAddresses, ip)
	} else if host != "" {
		is.DNSNames = append(is.DNSNames, host)
	}
	der, err := x509.CreateCertificate(rand.Reader, is, is, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

func fingerprint(certificate []byte) string {
	return fmt.Sprintf("%x", sha256.Sum256(certificate))
}

// trust is whom dial takes for the server: the flags -insecure and -ca.
type trust struct {
	anybody bool
	ca      string // file
}

func (t *trust) flags(dial *program.Verb) {
	dial.BoolVar(&t.anybody, "insecure", false, "wss: take any certificate, whoever the server is")
	dial.StringVar(&t.ca, "ca", "", "wss: trust the certificates in `FILE`, and no others")
}

func (t *trust) config() (*tls.Config, error) {
	switch {
	case t.anybody && t.ca != "":
		return nil, program.Usagef("dial: -insecure trusts anybody, and -ca only some: want one of the two")
	case t.anybody:
		var told sync.Once
		return &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(s tls.ConnectionState) error {
			told.Do(func() {
				fmt.Printf("not checked who the server is; its certificate has\nSHA-256 %s\n", fingerprint(s.PeerCertificates[0].Raw))
			})
			return nil
		}}, nil
	case t.ca == "":
		return nil, nil
	}
	pem, err := os.ReadFile(t.ca)
	if err != nil {
		return nil, program.Usagef("dial: -ca: %v", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, program.Usagef("dial: -ca: %s holds no certificate in PEM", t.ca)
	}
	return &tls.Config{RootCAs: roots}, nil
}
