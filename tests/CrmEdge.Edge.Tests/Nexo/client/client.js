// Sends the nexo requests of a JSON-lines file through an unmodified terminal client, one after the other, and prints each answer.
// usage: node client.js https://address secret requests.jsonl
const fs = require("fs");
const { Client, Config, EnvironmentEnum } = require("@adyen/api-library");
const TerminalLocalAPIUnencrypted = require("@adyen/api-library/lib/src/services/terminalLocalAPIUnencrypted").default;

async function main([endpoint, secret, file]) {
    const config = new Config({ apiKey: secret, terminalApiLocalEndpoint: endpoint, environment: EnvironmentEnum.TEST });
    const terminal = new TerminalLocalAPIUnencrypted(new Client(config));
    for (const line of fs.readFileSync(file, "utf8").split("\n").filter(text => text.length > 0)) {
        try {
            console.log(JSON.stringify({ answer: await terminal.request(JSON.parse(line)) }));
        } catch (error) {
            console.log(JSON.stringify({ error: { message: error.message, status: error.statusCode, code: error.errorCode } }));
        }
    }
}

main(process.argv.slice(2));
