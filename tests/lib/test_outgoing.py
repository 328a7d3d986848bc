"""Requests to others reach public addresses and what the operator allows, and end in time."""

import socket
import threading
import time
from ipaddress import ip_address

import pytest

from tests.lib import hostile_urls
from tests.receivers import Certified, answering, asked, dripping, http, listening, pouring, silent
from tracker import config
from tracker.errors import UsageError
from tracker.lib.outgoing import Failed, Outgoing, Refused, Request, allowed, place
from tracker.lib.public_addresses import is_public

NAME = "http://receiver.example"
LOCAL = [allowed("127.0.0.1")]
SHORT = 0.4


def never(host, port):
    raise AssertionError(f"{host} was resolved")


def resolving(*addresses):
    return lambda _host, _port: list(addresses)


@pytest.fixture
def outgoing():
    return Outgoing(LOCAL, resolve=resolving("127.0.0.1"))


@pytest.mark.parametrize("address", [*hostile_urls.PRIVATE, *hostile_urls.PRIVATE_V6])
def test_addresses_of_special_purpose_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", hostile_urls.OPEN)
def test_addresses_of_hosts_on_the_internet_are_public(address):
    assert is_public(ip_address(address))


def test_there_are_at_least_48_hostile_addresses_of_each_sort():
    assert len(set(hostile_urls.BY_THEIR_LOOKS)) >= 48
    assert len(hostile_urls.BY_THEIR_ADDRESSES) >= 48


@pytest.mark.parametrize("url", hostile_urls.BY_THEIR_LOOKS)
def test_hostile_addresses_are_refused_before_anything_is_resolved(url):
    with pytest.raises(Refused):
        Outgoing(resolve=never).send(Request(url=url))


@pytest.mark.parametrize(("url", "addresses"), hostile_urls.BY_THEIR_ADDRESSES)
def test_names_of_addresses_that_are_not_public_are_refused(url, addresses):
    with pytest.raises(Refused):
        Outgoing(resolve=resolving(*addresses)).send(Request(url=url))


def test_a_name_is_resolved_once_and_the_checked_address_is_asked():
    # given a name that changes its address between the check and the connection
    changing = iter([["127.0.0.1"], ["127.0.0.2"]])
    seen, elsewhere = [], []
    outgoing = Outgoing(LOCAL, resolve=lambda _host, _port: next(changing))
    with (
        listening(answering(http("200 OK"), seen=seen)) as port,
        listening(answering(http("200 OK"), seen=elsewhere), host="127.0.0.2", port=port),
    ):
        outgoing.send(Request(url=f"{NAME}:{port}/"))
    assert (len(seen), elsewhere, next(changing)) == (1, [], ["127.0.0.2"])


def test_the_peer_sees_the_name_and_not_the_address(outgoing):
    seen = []
    with listening(answering(http("200 OK"), seen=seen)) as port:
        outgoing.send(Request(url=f"{NAME}:{port}/hook?a=%C3%A4#part"))
    assert seen[0].startswith(b"GET /hook?a=%C3%A4 HTTP/1.1\r\n")
    assert f"Host: receiver.example:{port}".encode() in seen[0]


def test_a_certificate_is_asked_for_and_checked_by_name(tmp_path):
    certified, asked_for = Certified(tmp_path, "receiver.example"), []
    outgoing = Outgoing(LOCAL, resolve=resolving("127.0.0.1"), trusted=certified.trusting())
    with listening(certified.securing(answering(http("200 OK", b"safe")), asked_for=asked_for)) as port:
        answer = outgoing.send(Request(url=f"https://receiver.example:{port}/"))
        with pytest.raises(Failed, match="secured"):
            outgoing.send(Request(url=f"https://another.example:{port}/"))
    assert (answer.body, asked_for) == (b"safe", ["receiver.example", "another.example"])


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    certified = Certified(tmp_path, "receiver.example")
    secured = certified.securing(answering(http("200 OK")), asked_for=[])
    with listening(secured) as port, pytest.raises(Failed, match="secured"):
        Outgoing(LOCAL, resolve=resolving("127.0.0.1")).send(Request(url=f"https://receiver.example:{port}/"))


def test_proxies_of_the_environment_are_not_asked(outgoing, monkeypatch):
    proxied = []
    with listening(answering(http("200 OK"), seen=proxied)) as proxy, listening(answering(http("200 OK"))) as port:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        outgoing.send(Request(url=f"{NAME}:{port}/"))
    assert proxied == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_told_and_not_followed(outgoing, status):
    followed = []
    with listening(answering(http("200 OK"), seen=followed)) as inner:
        redirect = http(status, b"", f"Location: http://127.0.0.1:{inner}/")
        with listening(answering(redirect)) as port:
            answer = outgoing.send(Request(url=f"{NAME}:{port}/"))
    assert (answer.status, followed) == (int(status[:3]), [])


@pytest.mark.parametrize(
    "manner",
    [
        silent,
        dripping(b"", b"H"),
        dripping(b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"a"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_the_deadline_holds_for_a_peer_that_is_silent_or_drips(outgoing, manner):
    with listening(manner) as port:
        began = time.monotonic()
        with pytest.raises(Failed, match="in time"):
            outgoing.send(Request(url=f"{NAME}:{port}/", seconds=SHORT))
    assert time.monotonic() - began < 10 * SHORT


def test_the_deadline_holds_while_a_connection_is_being_secured(outgoing):
    with listening(lambda line: line.recv(1) and silent(line)) as port, pytest.raises(Failed):
        outgoing.send(Request(url=f"https://receiver.example:{port}/", seconds=SHORT))


def test_the_deadline_holds_for_a_resolver_that_does_not_answer():
    held = threading.Event()
    with pytest.raises(Failed, match="in time"):
        Outgoing(resolve=lambda _host, _port: held.wait(10) and []).send(Request(url=NAME, seconds=SHORT))
    held.set()


def test_a_body_is_read_up_to_its_cap(outgoing):
    with listening(pouring) as port:
        answer = outgoing.send(Request(url=f"{NAME}:{port}/", most_bytes=1000))
    assert (len(answer.body), answer.is_whole) == (1000, False)


def test_a_compressed_body_is_not_expanded(outgoing):
    with listening(answering(http("200 OK", b"\x1f\x8b", "Content-Encoding: gzip"))) as port:
        assert outgoing.send(Request(url=f"{NAME}:{port}/")).body == b"\x1f\x8b"


def test_a_body_of_just_the_cap_is_whole(outgoing):
    with listening(answering(http("200 OK", b"four"))) as port:
        answer = outgoing.send(Request(url=f"{NAME}:{port}/", most_bytes=4))
    assert (answer.body, answer.is_whole) == (b"four", True)


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        (lambda _line: None, "broken off"),
        (lambda line: asked(line) and None, "broken off"),
        (answering(b"SSH-2.0-OpenSSH_9.6\r\n"), "not HTTP"),
        (answering(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), "not HTTP"),
    ],
)
def test_what_is_no_answer_is_told_in_few_words(outgoing, manner, told):
    with listening(manner) as port, pytest.raises(Failed, match=told):
        outgoing.send(Request(url=f"{NAME}:{port}/"))


def test_a_port_where_nobody_listens_is_told(outgoing):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Failed, match="refused"):
        outgoing.send(Request(url=f"{NAME}:{port}/"))


def test_the_next_address_is_asked_where_the_first_does_not_answer():
    both = Outgoing([allowed("127.0.0.0/8")], resolve=resolving("127.0.0.3", "127.0.0.1"))
    with listening(answering(http("204 No Content"))) as port:
        assert both.send(Request(url=f"{NAME}:{port}/")).status == 204


def test_an_unknown_name_is_told():
    def unknown(_host, _port):
        raise socket.gaierror

    with pytest.raises(Failed, match="not known"):
        Outgoing(resolve=unknown).send(Request(url=NAME))


@pytest.mark.parametrize(
    ("entry", "url", "address"),
    [
        ("receiver", "http://receiver:9000/", "10.0.0.1"),
        ("Receiver.Internal:9000", "http://receiver.internal:9000/", "10.0.0.1"),
        ("10.0.0.0/8", "http://receiver.internal:9000/", "10.1.2.3"),
        ("10.0.0.5:9000", "http://10.0.0.5:9000/", "10.0.0.5"),
        ("[fd00::/8]:9000", "http://receiver.internal:9000/", "fd00::5"),
        ("[::1]", "http://localhost:9000/", "::1"),
    ],
)
def test_what_the_operator_allows_is_reached(entry, url, address):
    outgoing = Outgoing([allowed(entry)], resolve=resolving(address))
    found = outgoing.check(url)
    assert place(url, [allowed(entry)]) == found


@pytest.mark.parametrize(
    ("entry", "url", "address"),
    [
        ("receiver.internal:9000", "http://receiver.internal:9001/", "10.0.0.1"),
        ("receiver.internal", "http://other.internal/", "10.0.0.1"),
        ("receiver.internal", "http://sub.receiver.internal/", "10.0.0.1"),
        ("10.0.0.0/8", "http://receiver.internal/", "192.168.0.1"),
        ("10.0.0.0/8", "http://receiver.internal/", "::ffff:10.0.0.1"),
        ("10.0.0.5:9000", "http://10.0.0.5/", "10.0.0.5"),
        ("10.0.0.0/8", "http://receiver.internal:22/", hostile_urls.PUBLIC),
    ],
)
def test_what_is_allowed_opens_nothing_else(entry, url, address):
    with pytest.raises(Refused):
        Outgoing([allowed(entry)], resolve=resolving(address)).send(Request(url=url, seconds=SHORT))


@pytest.mark.parametrize(
    "entry", ["", " ", "a b", "http://receiver", "receiver:0", "receiver:65536", "10.0.0.0/33", "::1", "[fd00::/8",
              "[receiver]", "127.1", "0x7f.1", "receiver:", "*", "*.internal", "a..b"]
)  # fmt: skip
def test_what_names_no_target_cannot_be_allowed(entry):
    with pytest.raises(ValueError, match=r".*"):
        allowed(entry)


def test_the_setting_of_allowed_targets_is_a_list(monkeypatch):
    monkeypatch.setenv("TRACKER_OUTGOING_ALLOWED", "cms.internal:9000, 10.0.0.0/8,")
    assert config.read().outgoing_allowed == (allowed("cms.internal:9000"), allowed("10.0.0.0/8"))


def test_a_target_that_is_none_stops_the_start_by_the_setting_s_name(monkeypatch):
    monkeypatch.setenv("TRACKER_OUTGOING_ALLOWED", "http://cms.internal")
    with pytest.raises(UsageError, match="TRACKER_OUTGOING_ALLOWED"):
        config.read()
