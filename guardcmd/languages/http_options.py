"""Which options of curl, wget, HTTPie and xh take a value (their manuals)."""

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
    "o": "--output", "P": "--ftp-port", "Q": "--quote", "r": "--range", "t": "--telnet-option", "T": "--upload-file",
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
    " bearer resolve interface http-version history-print generate",
    "offline json form multipart follow download continue headers body verbose meta all stream"
    " check-status ignore-stdin"
    " quiet compress chunked debug traceback path-as-is https curl native-tls",
)
HTTPIE_SHORT = {
    "a": "--auth", "A": "--auth-type", "o": "--output", "p": "--print", "s": "--style", "P": "--history-print",
}  # fmt: skip
