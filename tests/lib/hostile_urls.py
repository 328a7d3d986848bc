"""Addresses by which strangers try to make a service ask machines that only it can reach."""

# Each with what its host's name resolves to, where it comes to that.
PUBLIC = "93.184.215.14"
PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
    "127.255.0.1", "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255",
    "192.0.0.8", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
PRIVATE_V6 = (
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:4136:e378::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "ff0e::1", "2a00:1450:4001::5efe:7f00:1",
    "2a00:1450:4001::200:5efe:a00:1", "4000::1",
)  # fmt: skip
OPEN = ("1.1.1.1", "8.8.8.8", PUBLIC, "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700:4700::1111",
        "2a00:1450:4001:831::200e")  # fmt: skip

BY_THEIR_LOOKS = (
    *(f"http://{address}/" for address in PRIVATE),
    *(f"http://[{address}]/" for address in PRIVATE_V6),
    "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
    "http://127.1/", "http://127.0.1/", "http://127.0.0.1./", "http://0/", "http://0x7f.0x0.0x0.0x1/",
    "http://00000177.0.0.1/", "http://4294967295/", "http://2852039166/latest/meta-data/", "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/", "http://169.254.43518/", "http://evil.example.127/", "http://0x08080808/",
    "http://127.0.0.1%2f@paper.example/", "http://paper.example@127.0.0.1/", "http://a:b@paper.example/",
    "http://paper.example\\@127.0.0.1/", "http://127.0.0.1\\.paper.example/", "http://127.0.0.1:80\\@paper.example/",
    "http://[::1", "http://[::ffff:7f00:1]/", "http://[fe80::1%25eth0]/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    "http://１２７.０.０.１/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://127.0.0.1\u200b/", "http://paper\u2024example/",
    "http://a.example\u2100b.example/", "http://%31%32%37.0.0.1/", "http://127.0.0.1%00.paper.example/",
    "http:/127.0.0.1/", "http:///127.0.0.1/", "http:127.0.0.1/", "//127.0.0.1/", "http://\t127.0.0.1/",
    "http://paper.example\r\nHost: 127.0.0.1/", " http://127.0.0.1/", "http://paper.example /", "http://",
    "http://paper.example:22/", "http://paper.example:25/", "http://paper.example:0/", "http://paper.example:6379/",
    "http://paper.example:11211/", "http://paper.example:65536/", "http://paper.example:80:22/",
    "http://paper.example:-1/", "http://paper.example:８０/", "https://paper.example:9200/",
    "ftp://paper.example/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/stat",
    "jar:http://127.0.0.1!/", "javascript:alert(1)", "unix:///run/docker.sock", "HTTP://127.0.0.1/", "",
)  # fmt: skip
BY_THEIR_ADDRESSES = (
    *(("http://rebinding.example/", [address]) for address in (*PRIVATE, *PRIVATE_V6)),
    ("http://localhost/", ["127.0.0.1", "::1"]),
    ("http://localhost.paper.example/", ["127.0.0.1"]),
    ("http://127.0.0.1.nip.example/", ["127.0.0.1"]),
    ("http://metadata.google.internal/", ["169.254.169.254"]),
    ("https://both.example/", [PUBLIC, "127.0.0.1"]),
    ("https://both.example/", ["2606:4700:4700::1111", "::1"]),
    ("https://last.example:8443/", [PUBLIC, PUBLIC, "10.0.0.1"]),
    ("https://broken.example/", ["not an address"]),
)
