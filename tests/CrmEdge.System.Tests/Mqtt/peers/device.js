// A device on MQTT.js: node device.js PORT LEVEL NAME publish COUNT | listen COUNT. Run in a folder that has node_modules.
const { createRequire } = require('node:module');
const mqtt = createRequire(`${process.cwd()}/`)('mqtt');

const [port, level, name, verb, count] = process.argv.slice(2);
const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
  protocolVersion: Number(level),
  clientId: name,
  username: name,
  password: `secret-${name}`,
  clean: false,
  reconnectPeriod: 100,
});
const say = (text) => console.log(text);
let left = Number(count);
// The acknowledgement of a message follows its event.
const done = () => { if (--left === 0) setImmediate(() => client.end()); };

client.on('disconnect', (packet) => say(`disconnect ${packet.reasonCode}`));
client.on('close', () => say('close'));
client.on('error', (error) => { say(`error ${error.code}`); client.end(true); });
client.on('message', (topic, payload, packet) => { say(`got ${topic} ${payload} qos ${packet.qos}`); done(); });
client.once('connect', () => {
  if (verb === 'listen') {
    client.subscribe([`down/${name}/#`, 'down/other/#'], { qos: 1 }, (error, granted, packet) => {
      say(`subscribed ${[...packet.granted].join(' ')}`);
    });
    return;
  }

  for (let i = 0; i < Number(count); i++) {
    client.publish(`up/${name}/kwh`, String(i), { qos: 1 }, (error) => { say(`acked ${i} ${error ? error.code : 0}`); done(); });
  }
});
