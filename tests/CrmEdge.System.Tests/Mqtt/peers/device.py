"""A device on Eclipse Paho: device.py PORT LEVEL NAME publish COUNT | listen COUNT."""
import sys
import threading

import paho.mqtt.client as mqtt

port, level, name, verb, count = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])
left = threading.Semaphore(0)
begun = threading.Event()


def say(text):
    print(text, flush=True)


def connected(client, *_):
    if begun.is_set():
        return
    begun.set()
    if verb == "listen":
        client.subscribe([(f"down/{name}/#", 1), ("down/other/#", 1)])
        return
    for i in range(count):
        client.publish(f"up/{name}/kwh", str(i), qos=1)


def subscribed(client, userdata, mid, granted, *_):
    say("subscribed " + " ".join(str(getattr(g, "value", g)) for g in granted))


def published(client, userdata, mid):
    say(f"acked {mid}")
    left.release()


def received(client, userdata, message):
    say(f"got {message.topic} {message.payload.decode()} qos {message.qos}")
    left.release()


options = {"protocol": level} if level == 5 else {"protocol": level, "clean_session": False}
client = mqtt.Client(client_id=name, **options)
client.username_pw_set(name, f"secret-{name}")
client.reconnect_delay_set(1, 1)
client.on_connect, client.on_subscribe, client.on_publish, client.on_message = connected, subscribed, published, received
client.on_disconnect = lambda *args: say(f"disconnect {getattr(args[2], 'value', args[2])}")
client.connect("127.0.0.1", port, keepalive=10)
client.loop_start()
for _ in range(count):
    if not left.acquire(timeout=30):
        sys.exit("timed out")
client.disconnect()
client.loop_stop()
