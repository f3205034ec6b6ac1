// A right client in JavaScript, with the fetch of Node.js.
import { createInterface } from "node:readline";

const message = {
  deliverychannel: "sms",
  destination: [{ msisdn: ["+447700900123"] }],
  channels: { sms: { senderid: "ACME", text: "Your order is on its way" } },
};

async function send() {
  try {
    const answer = await fetch(process.env.CONTRACTKIT_URL, {
      method: "POST",
      headers: { key: process.env.CONTRACTKIT_KEY, "Content-Type": "application/json" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(3000),
    });
    const { response } = await answer.json();
    return Array.isArray(response) && response.every(({ code }) => code === "1001") ? 0 : 1;
  } catch {
    return 1;
  }
}

if (process.argv.includes("--lines")) {
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(await send());
  }
} else {
  process.exitCode = await send();
}
