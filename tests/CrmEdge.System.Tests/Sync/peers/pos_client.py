"""grpcio's client against the point-of-sale service: pos_client.py FOLDER PORT TAP CONTACT-CODE.

FOLDER holds the contract (contract.pb, a FileDescriptorSet), ca.pem, edge.pem and edge.key. Prints one line per answer.
"""
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

folder, port, tap, contact = sys.argv[1:5]
SERVICE = "crmedge.pos.v1.PointOfSale"


def read(name):
    with open(f"{folder}/{name}", "rb") as file:
        return file.read()


pool = descriptor_pool.DescriptorPool()
for described in descriptor_pb2.FileDescriptorSet.FromString(read("contract.pb")).file:
    pool.Add(described)
messages = message_factory.MessageFactory(pool)


def message(name):
    return messages.GetPrototype(pool.FindMessageTypeByName(f"crmedge.pos.v1.{name}"))


def ask(name, request, *own):
    credentials = grpc.ssl_channel_credentials(read("ca.pem"), *own)
    with grpc.secure_channel(f"127.0.0.1:{port}", credentials) as channel:
        call = channel.unary_unary(
            f"/{SERVICE}/{name}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=message(f"{name}Reply").FromString,
        )
        return call(request, timeout=20)


def who(code):
    identification = message("Identification")(contact_code=code)
    return message("IdentifyRequest")(tap=tap, request_id="python", identification=identification)


edge = (read("edge.key"), read("edge.pem"))
print("identify ok", ask("Identify", who(contact), *edge).customer.display_name)
print("identify refused", ask("Identify", who("NOBODY"), *edge).refused.code)
key = message("BookingKey")(tap=tap, business_date="2026-11-21", reference="never-rung")
print("status unknown", ask("Status", message("StatusRequest")(key=key), *edge).unknown.code)
try:
    ask("Identify", who(contact))
    print("no certificate, and an answer")
except grpc.RpcError as refused:
    print("no certificate", refused.code().name)
