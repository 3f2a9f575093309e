"""The probe service on grpcio: server.py STUBS MAX_RECEIVE [CERTIFICATES]; with certificates mutual TLS and gzip."""
import collections
import sys
import threading
from concurrent import futures

import grpc

sys.path.insert(0, sys.argv[1])
import probe_pb2 as pb  # noqa: E402
import probe_pb2_grpc  # noqa: E402

CODES = {code.value[0]: code for code in grpc.StatusCode}


class Probe(probe_pb2_grpc.ProbeServicer):
    def __init__(self):
        self.cancelled = collections.Counter()

    def Echo(self, ask, context):
        headers, trailers = [], []
        for key, value in context.invocation_metadata():
            if key == "x-text":
                headers.append((key, value))
                trailers.append(("x-text-trailer", value))
            if key == "x-data-bin":
                headers.append((key, value))
                trailers.append(("x-data-trailer-bin", value))
        if headers:
            context.send_initial_metadata(headers)
        context.set_trailing_metadata(trailers)
        return pb.Reply(text=ask.text, data=ask.data, count=ask.count)

    def Ping(self, ask, context):
        return pb.Nothing()

    def Fail(self, ask, context):
        context.set_trailing_metadata([("x-why", "because"), ("x-why-bin", b"\x00\xff\n")])
        context.abort(CODES[ask.code], ask.text)

    def Throw(self, ask, context):
        raise ValueError("secret")

    def Hang(self, ask, context):
        gone = threading.Event()
        if not context.add_callback(gone.set):
            gone.set()
        gone.wait(60)
        self.cancelled[ask.text] += 1
        return pb.Reply()

    def Seen(self, ask, context):
        return pb.Reply(count=self.cancelled[ask.text])

    def Sum(self, asks, context):
        total = 0
        for ask in asks:
            if ask.code:
                context.abort(CODES[ask.code], ask.text)
            total += ask.count
        return pb.Reply(count=total)

    def Count(self, ask, context):
        for i in range(ask.count):
            yield pb.Reply(count=i, data=ask.data)
        context.set_trailing_metadata([("x-sent", str(ask.count))])
        if ask.code:
            context.abort(CODES[ask.code], ask.text)

    def Chat(self, asks, context):
        context.send_initial_metadata([])
        for ask in asks:
            if ask.code:
                context.abort(CODES[ask.code], ask.text)
            yield pb.Reply(text=ask.text, data=ask.data, count=ask.count)


def main():
    secure = len(sys.argv) > 3
    server = grpc.server(
        futures.ThreadPoolExecutor(64),
        options=[("grpc.max_receive_message_length", int(sys.argv[2])), ("grpc.max_send_message_length", -1)],
        compression=grpc.Compression.Gzip if secure else grpc.Compression.NoCompression,
    )
    probe_pb2_grpc.add_ProbeServicer_to_server(Probe(), server)
    if secure:
        read = lambda name: open(f"{sys.argv[3]}/{name}", "rb").read()
        credentials = grpc.ssl_server_credentials(
            [(read("server.key"), read("server.pem"))], root_certificates=read("ca.pem"), require_client_auth=True)
        port = server.add_secure_port("127.0.0.1:0", credentials)
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"port {port}", flush=True)
    server.wait_for_termination()


main()
