"""grpcio's client against the probe service: client.py STUBS PORT LIMITED_PORT [CERTIFICATES]; with certificates mutual TLS and gzip.

Prints "ok NAME" for each check; the test compares the names with its own list.
"""
import sys
import time
import uuid

import grpc

sys.path.insert(0, sys.argv[1])
import probe_pb2 as pb  # noqa: E402
import probe_pb2_grpc  # noqa: E402

OPTIONS = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
TEXT = "100 % of «γειά»\nand a second line"


def connect(options=OPTIONS, port=sys.argv[2]):
    address = f"127.0.0.1:{port}"
    if len(sys.argv) <= 4:
        return grpc.insecure_channel(address, options=options)
    read = lambda name: open(f"{sys.argv[4]}/{name}", "rb").read()
    credentials = grpc.ssl_channel_credentials(read("ca.pem"), read("client.key"), read("client.pem"))
    return grpc.secure_channel(address, credentials, options=options, compression=grpc.Compression.Gzip)


channel = connect()
stub = probe_pb2_grpc.ProbeStub(channel)


def error_of(action):
    try:
        action()
    except grpc.RpcError as error:
        return error
    raise AssertionError("no error")


def seen(name):
    until = time.monotonic() + 10
    while stub.Seen(pb.Ask(text=name)).count != 1:
        assert time.monotonic() < until, f"cancellation of {name} not seen"


def unary():
    reply = stub.Echo(pb.Ask(text="καλημέρα", count=7))
    assert (reply.text, reply.count) == ("καλημέρα", 7)
    stub.Ping(pb.Nothing())


def many():
    calls = [stub.Echo.future(pb.Ask(count=i)) for i in range(200)]
    assert [call.result().count for call in calls] == list(range(200))


def server_stream():
    call = stub.Count(pb.Ask(count=1000))
    assert [reply.count for reply in call] == list(range(1000))
    assert ("x-sent", "1000") in call.trailing_metadata()


def client_stream():
    assert stub.Sum(pb.Ask(count=2) for _ in range(1000)).count == 2000


def duplex():
    assert [r.count for r in stub.Chat(pb.Ask(count=i) for i in range(500))] == list(range(500))


def metadata():
    data = bytes([0, 1, 254, 255])
    _, call = stub.Echo.with_call(pb.Ask(), metadata=[("x-text", "a, b=c; %41"), ("x-data-bin", data)])
    assert ("x-text", "a, b=c; %41") in call.initial_metadata()
    assert ("x-data-bin", data) in call.initial_metadata()
    assert ("x-text-trailer", "a, b=c; %41") in call.trailing_metadata()
    assert ("x-data-trailer-bin", data) in call.trailing_metadata()


def errors():
    for code in grpc.StatusCode:
        if code is grpc.StatusCode.OK:
            continue
        error = error_of(lambda: stub.Fail(pb.Ask(code=code.value[0], text=TEXT)))
        assert (error.code(), error.details()) == (code, TEXT), error
        assert ("x-why", "because") in error.trailing_metadata()
        assert ("x-why-bin", b"\x00\xff\n") in error.trailing_metadata()


def handler_exception():
    error = error_of(lambda: stub.Throw(pb.Ask()))
    assert error.code() is grpc.StatusCode.UNKNOWN
    assert "secret" not in error.details()


def half_way():
    got = []
    error = error_of(lambda: got.extend(stub.Count(pb.Ask(count=3, code=10, text="enough"))))
    assert len(got) == 3 and error.code() is grpc.StatusCode.ABORTED and error.details() == "enough"


def server_ends_client_stream():
    def asks():
        yield pb.Ask(code=9, text="stop")
        while True:
            yield pb.Ask(data=bytes(10_000))

    error = error_of(lambda: stub.Sum(asks()))
    assert (error.code(), error.details()) == (grpc.StatusCode.FAILED_PRECONDITION, "stop"), error


def unimplemented():
    error = error_of(lambda: probe_pb2_grpc.AbsentStub(channel).Call(pb.Nothing()))
    assert error.code() is grpc.StatusCode.UNIMPLEMENTED, error
    missing = channel.unary_unary("/crmedge.probe.Probe/Missing", pb.Nothing.SerializeToString, pb.Nothing.FromString)
    error = error_of(lambda: missing(pb.Nothing()))
    assert error.code() is grpc.StatusCode.UNIMPLEMENTED, error


def deadline():
    name = uuid.uuid4().hex
    error = error_of(lambda: stub.Hang(pb.Ask(text=name), timeout=0.5))
    assert error.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    seen(name)


def cancel():
    name = uuid.uuid4().hex
    call = stub.Hang.future(pb.Ask(text=name))
    stub.Ping(pb.Nothing())
    call.cancel()
    seen(name)


def cancel_duplex():
    name = uuid.uuid4().hex

    def asks():
        yield pb.Ask(text=name)
        call_done.wait()

    import threading
    call_done = threading.Event()
    call = stub.Chat(asks())
    assert next(call).text == name
    call.cancel()
    seen(name)
    call_done.set()


def large():
    data = bytes(range(256)) * 80_000
    assert stub.Echo(pb.Ask(data=data)).data == data


def over_limit():
    limited = probe_pb2_grpc.ProbeStub(connect(port=sys.argv[3]))
    error = error_of(lambda: limited.Echo(pb.Ask(data=bytes(4 * 1024 * 1024 + 1))))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED, error
    small = probe_pb2_grpc.ProbeStub(connect([("grpc.max_receive_message_length", 1000)]))
    error = error_of(lambda: small.Echo(pb.Ask(data=bytes(1001))))
    assert error.code() is grpc.StatusCode.RESOURCE_EXHAUSTED, error
    unary()


for check in (unary, many, server_stream, client_stream, duplex, metadata, errors, handler_exception, half_way,
              server_ends_client_stream, unimplemented, deadline, cancel, cancel_duplex, large, over_limit):
    check()
    print("ok", check.__name__, flush=True)
