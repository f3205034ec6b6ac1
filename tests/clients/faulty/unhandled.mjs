// A promise that is rejected is nobody's affair.
const answer = await fetch(process.env.CONTRACTKIT_URL, {
  method: "POST",
  headers: { key: process.env.CONTRACTKIT_KEY, "Content-Type": "application/json" },
  body: JSON.stringify({
    deliverychannel: "sms",
    destination: [{ msisdn: ["+447700900123"] }],
    channels: { sms: { senderid: "ACME", text: "Your order is on its way" } },
  }),
});
const { response } = await answer.json();
process.exitCode = response[0].code === "1001" ? 0 : 1;
