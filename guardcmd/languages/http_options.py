"""Which options of HTTP and gRPC clients take a value (their manuals)."""

from __future__ import annotations

ARGUMENT = "value"


def _names(listed: str, flags: str = "") -> dict[str, str]:
    found = {f"--{name}": ARGUMENT for name in listed.split()}
    found.update({f"--{name}": "" for name in flags.split()})
    return found


CURL = _names(
    "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to"
    " continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode"
    " delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine"
    " etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port"
    " ftp-ssl-ccc-mode happy-eyeballs-timeout-ms header hostpubmd5 hostpubsha256 hsts interface ip-tos"
    " ipfs-gateway json"
    " keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from"
    " mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass"
    " pinnedpubkey postquote preproxy prequote proto proto-default proto-redir proxy proxy-cacert"
    " proxy-capath proxy-cert"
    " proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey"
    " proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser"
    " proxy-user proxy1.0 pubkey"
    " quote random-file range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid"
    " service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr"
    " telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii"
    " trace-config unix-socket upload-file url url-query user user-agent variable vlan-priority write-out",
    "compressed fail fail-with-body get globoff head include insecure location next no-buffer parallel progress-bar"
    " remote-header-name remote-name remote-name-all remove-on-error show-error silent verbose path-as-is http1.1 http2"
    " ipv4 ipv6 create-dirs location-trusted",
)
CURL_SHORT = {
    "A": "--user-agent", "b": "--cookie", "c": "--cookie-jar", "C": "--continue-at", "d": "--data",
    "D": "--dump-header",
    "e": "--referer", "E": "--cert", "F": "--form", "h": "!--help", "H": "--header", "K": "--config", "m": "--max-time",
    "o": "--output", "O": "!--remote-name", "P": "--ftp-port", "Q": "--quote", "r": "--range",
    "t": "--telnet-option", "T": "--upload-file",
    "u": "--user", "U": "--proxy-user", "w": "--write-out", "x": "--proxy", "X": "--request", "y": "--speed-time",
    "Y": "--speed-limit", "z": "--time-cond", "I": "!--head", "G": "!--get", ":": "!--next",
}  # fmt: skip

WGET = _names(
    "method body-data body-file post-data post-file header output-document output-file append-output directory-prefix"
    " user password http-user http-password user-agent referer timeout tries wait quota limit-rate"
    " accept reject domains"
    " exclude-domains include-directories exclude-directories level load-cookies save-cookies"
    " ca-certificate certificate"
    " private-key input-file base execute config bind-address use-askpass dns-timeout connect-timeout read-timeout"
    " waitretry cut-dirs default-page ciphers secure-protocol restrict-file-names progress regex-type accept-regex"
    " reject-regex start-pos report-speed local-encoding remote-encoding compression",
    "quiet continue spider recursive mirror no-check-certificate timestamping content-disposition no-clobber",
)
WGET_SHORT = {
    "O": "--output-document", "o": "--output-file", "a": "--append-output", "P": "--directory-prefix",
    "i": "--input-file",
    "U": "--user-agent", "T": "--timeout", "t": "--tries", "w": "--wait", "Q": "--quota", "A": "--accept",
    "R": "--reject",
    "D": "--domains", "I": "--include-directories", "X": "--exclude-directories", "l": "--level", "B": "--base",
    "e": "--execute",
}  # fmt: skip

HTTPIE = _names(
    "auth auth-type session session-read-only timeout verify proxy cert cert-key cert-key-pass output"
    " print style pretty"
    " max-redirects max-headers raw boundary default-scheme response-charset response-mime format-options ssl ciphers"
    " bearer resolve interface http-version history-print generate unix-socket",
    "offline json form multipart follow download continue headers body verbose meta all stream"
    " check-status ignore-stdin"
    " quiet compress chunked debug traceback path-as-is https curl native-tls",
)
HTTPIE_SHORT = {
    "a": "--auth", "A": "--auth-type", "o": "--output", "p": "--print", "s": "--style", "P": "--history-print",
}  # fmt: skip

# one stroke is read as two: Go's flags
GRPCURL = _names(
    "H rpc-header reflect-header d import-path proto protoset protoset-out proto-out-dir cacert cert key authority"
    " user-agent servername connect-timeout keepalive-time max-time max-msg-sz format",
    "plaintext insecure v vv emit-defaults expand-headers use-reflection allow-unknown-fields msg-template unix alts"
    " format-error help version",
)
GRPC_CLI = _names(
    "metadata proto_path protofiles call_creds channel_creds_type ssl_target ssl_client_cert ssl_client_key"
    " default_service_config timeout max_recv_msg_size infile outfile",
    "enable_ssl noremotedb batch json_input json_output binary_input binary_output nouse_auth use_auth",
)
EVANS = _names(
    "path proto host port header cacert cert certkey servername package service call file output enrich",
    "silent web reflection tls edit edit-global verbose repl",
)
EVANS_SHORT = {"p": "--port", "f": "--file", "s": "!--silent", "r": "!--reflection", "t": "!--tls"}
HURL = _names(
    "variable variables-file output report-html report-junit report-json report-tap error-format connect-to resolve"
    " cacert cert key cookie cookie-jar delay from-entry to-entry glob jobs limit-rate max-filesize max-redirs max-time"
    " connect-timeout netrc-file noproxy proxy repeat retry retry-interval secret secrets-file unix-socket user"
    " user-agent file-root aws-sigv4 header curl",
    "test verbose very-verbose location insecure json include color no-color compressed continue-on-error parallel",
)
WEBSOCAT = _names(
    "header header-to-env protocol origin buffer-size basic-auth exec set-environment max-messages jsonrpc-omit"
    " socks5 ping-interval ping-timeout",
    "one-message text binary jsonrpc insecure exit-on-eof no-close unidirectional server-mode quiet",
)
WEBSOCAT_SHORT = {"H": "--header", "n": "!--no-close", "1": "!--one-message", "k": "!--insecure"}
LOADERS = _names(
    "method body data headers header content-type connections requests duration rate latency-correction"
    " query-per-second timeout",
    "disable-keepalive disable-compression insecure print no-tui json",
)
LOADERS_SHORT = {
    "m": "--method", "d": "--body", "b": "--body", "D": "--file", "T": "--type", "H": "--header", "n": "--requests",
    "c": "--connections", "z": "--duration", "q": "--rate", "t": "--timeout", "a": "--auth", "A": "--accept",
    "o": "--output", "x": "--proxy", "h": "--host", "U": "--user-agent", "p": "--post-file", "s": "--timeout",
    "C": "--cookie", "P": "--proxy-auth", "X": "--proxy",
}  # fmt: skip
REST = _names("method header query profile output-format server filter", "help verbose raw insecure no-cache")
REST_SHORT = {
    "m": "--method", "H": "--header", "q": "--query", "p": "--profile", "o": "--output-format", "s": "--server",
    "f": "--filter", "c": "--type", "C": "--credentials", "t": "--timeout", "i": "--since",
}  # fmt: skip
