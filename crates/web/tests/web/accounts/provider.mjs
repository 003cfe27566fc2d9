// A real OpenID provider for one test run: node provider.mjs FOLDER REDIRECT, where FOLDER holds
// node_modules/oidc-provider. Prints its issuer and its time in milliseconds once it listens.
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, redirect] = process.argv.slice(2);
const entry = pathToFileURL(join(folder, "node_modules/oidc-provider/lib/index.js"));
const { default: Provider } = await import(entry);

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "gongkai",
      client_secret: "a secret: with +signs% and /",
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    }],
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  process.stdout.write(`${issuer} ${Date.now()}\n`);
});
// Ends with whoever started it.
process.stdin.on("end", () => process.exit(0)).resume();
