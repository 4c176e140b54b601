#!/bin/sh
# Certificates for the tests of fetching, in folder $1: an authority of our own
# (ca.crt) and NAME.pem, key and chain, for each kind of host.
set -eu
cd "$1"

cat >ca.conf <<'CONF'
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = new
default_md = sha256
default_days = 30
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
CN = tests
[v3_ca]
basicConstraints = critical, CA:TRUE
keyUsage = keyCertSign
CONF
mkdir new
: >index.txt
echo 01 >serial

key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		-out "$1" 2>/dev/null
}

authority() { # NAME
	key "$1.key"
	openssl req -config ca.conf -x509 -new -key "$1.key" -subj "/CN=$1" \
		-days 30 -extensions v3_ca -out "$1.crt" 2>/dev/null
}

host() { # NAME, ADDRESS, AUTHORITY, further options of openssl ca
	name=$1 address=$2 authority=$3
	shift 3
	key "$name.key"
	openssl req -config ca.conf -new -key "$name.key" -subj "/CN=$name" \
		-addext "subjectAltName = $address" -out "$name.csr" 2>/dev/null
	openssl ca -config ca.conf -batch -notext -keyfile "$authority.key" \
		-cert "$authority.crt" -in "$name.csr" -out "$name.crt" "$@" \
		2>/dev/null
	cat "$name.key" "$name.crt" >"$name.pem"
}

authority ca
authority stranger
host good IP:127.0.0.1 ca
host old-protocol IP:127.0.0.1 ca
host wrong-host DNS:elsewhere.example ca
host expired IP:127.0.0.1 ca -startdate 20200101000000Z \
	-enddate 20200201000000Z
host not-yet IP:127.0.0.1 ca -startdate 20400101000000Z \
	-enddate 20400201000000Z
host weak IP:127.0.0.1 ca -md sha1
host unknown IP:127.0.0.1 stranger
key self.key
openssl req -config ca.conf -x509 -new -key self.key -subj /CN=self -days 30 \
	-addext "subjectAltName = IP:127.0.0.1" -out self.crt 2>/dev/null
cat self.key self.crt >self.pem
